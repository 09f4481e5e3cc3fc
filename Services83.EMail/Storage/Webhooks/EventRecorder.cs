using System.Data.Common;

namespace Services83.EMail.Storage.Webhooks;

/// <summary>
/// Stores events for webhooks in the transaction of the change that they tell of, a row for each receiver that wants to know. Without a
/// receiver this is one short query for each transaction.
/// </summary>
internal static class EventRecorder
{
    private const string Wants =
        """
        w.held = FALSE AND (w.events & @kind) <> 0 AND (w.account_id IS NULL OR w.account_id = a.account_id)
        AND (w.associate_id IS NULL OR w.associate_id = a.associate_id)
        """;

    /// <summary>Whether any receiver wants events of one of these kinds, of whatever account.</summary>
    public static async Task<bool> IsWantedAsync(DbTransaction transaction, WebhookEvents kinds, CancellationToken cancellationToken) =>
        (await transaction.QueryAsync<int>(
            "SELECT 1 FROM webhook WHERE held = FALSE AND (events & @kinds) <> 0 LIMIT 1", new { kinds = (int)kinds }, cancellationToken)).Count > 0;

    /// <summary>Stores an event for each of the messages. Messages that callers never see are left out.</summary>
    /// <param name="kind">One of those about messages.</param>
    /// <param name="itemIds">Messages that exist; a deletion is recorded before it is made.</param>
    public static async Task RecordAsync(
        DbTransaction transaction, WebhookEvents kind, IReadOnlyCollection<int> itemIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (itemIds.Count > 0 && await IsWantedAsync(transaction, kind, cancellationToken))
        {
            // CROSS: SQLite then begins with the receivers, of which there are few.
            await transaction.ExecuteAsync(
                $"""
                INSERT INTO webhook_event (webhook_id, kind, account_id, item_id, folder_id, happened_at)
                SELECT w.webhook_id, CAST(@kind AS BIGINT), i.account_id, i.item_id, i.folder_id, CAST(@now AS BIGINT)
                FROM webhook w CROSS JOIN email_item i JOIN account a ON a.account_id = i.account_id
                WHERE {Wants} AND i.item_id IN @itemIds AND i.dismissed = FALSE
                ORDER BY w.webhook_id, i.item_id
                """,
                new { kind = (int)kind, itemIds, now }, cancellationToken);
        }
    }

    /// <summary>Stores an event of an account.</summary>
    /// <param name="itemId">The message that it is about; null for none.</param>
    /// <param name="details">A JSON object whose members become members of the event.</param>
    public static Task RecordAsync(
        DbTransaction transaction, WebhookEvents kind, int accountId, int? itemId, string details, DateTimeOffset now, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            $"""
            INSERT INTO webhook_event (webhook_id, kind, account_id, item_id, details, happened_at)
            SELECT w.webhook_id, CAST(@kind AS BIGINT), a.account_id, CAST(@itemId AS BIGINT), CAST(@details AS TEXT), CAST(@now AS BIGINT)
            FROM webhook w CROSS JOIN account a
            WHERE {Wants} AND a.account_id = @accountId
            """,
            new { kind = (int)kind, accountId, itemId, details, now }, cancellationToken);
}
