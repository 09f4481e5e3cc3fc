using System.Data.Common;
using System.Text.Json;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Storage.Mail.Reports;

/// <summary>
/// Ties reports to messages that the owner of the account has sent through this program, and only to recipients that these messages had. So
/// a forged report can do no more than be shown beside the message that it names.
/// </summary>
internal static class ReportWriter
{
    private const int MaxTextLength = 1000;

    /// <summary>Stores what the report says that is not stored yet: for each recipient one failure and one delay at most.</summary>
    /// <param name="accountId">The account that received the report.</param>
    /// <param name="itemId">The report.</param>
    public static async Task SaveAsync(
        DbTransaction transaction, int accountId, int itemId, ReportedDelivery report, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sent = await transaction.QueryAsync<(long OutgoingId, string Recipients, string Subject)>(
            """
            SELECT o.outgoing_id, o.recipients, o.subject FROM outgoing o JOIN account a ON a.associate_id = o.associate_id
            WHERE o.message_id = @MessageId AND a.account_id = @accountId AND (o.account_id IS NULL OR o.account_id = a.account_id)
            ORDER BY o.outgoing_id DESC LIMIT 1
            """,
            new { report.MessageId, accountId }, cancellationToken);
        if (sent is not [var message])
        {
            return;
        }

        var recipients = JsonSerializer.Deserialize<string[]>(message.Recipients) ?? [];
        foreach (var one in report.Recipients)
        {
            if (recipients.FirstOrDefault(recipient => one.Addresses.Contains(recipient, StringComparer.OrdinalIgnoreCase)) is { } recipient
                && await AddAsync(transaction, message.OutgoingId, itemId, recipient, one, report.ReportingServer, now, cancellationToken)
                && one.Action == BounceAction.Failed)
            {
                var details = JsonSerializer.Serialize(new
                {
                    messageId = report.MessageId,
                    subject = message.Subject,
                    recipient,
                    status = one.Status,
                    diagnostic = Cut(one.Diagnostic),
                    reportingServer = Cut(report.ReportingServer),
                });
                await EventRecorder.RecordAsync(transaction, WebhookEvents.MessageBounced, accountId, itemId, details, now, cancellationToken);
            }
        }
    }

    /// <returns>Whether it was not stored already.</returns>
    private static async Task<bool> AddAsync(
        DbTransaction transaction, long outgoingId, int itemId, string recipient, ReportedRecipient one, string server, DateTimeOffset now,
        CancellationToken cancellationToken) => await transaction.ExecuteAsync(
        """
        INSERT INTO bounce (outgoing_id, recipient, action, status, diagnostic, reporting_server, item_id, reported_at)
        VALUES (@outgoingId, @recipient, @action, @Status, @diagnostic, @server, @itemId, @now)
        ON CONFLICT (outgoing_id, recipient, action) DO NOTHING
        """,
        new { outgoingId, recipient, action = (int)one.Action, one.Status, diagnostic = Cut(one.Diagnostic), server = Cut(server), itemId, now },
        cancellationToken) > 0;

    private static string Cut(string text) => text.Length > MaxTextLength ? text[..MaxTextLength] : text;
}
