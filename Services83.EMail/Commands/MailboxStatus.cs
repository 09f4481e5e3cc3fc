using Services83.EMail.Commands.Output;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Storage.Mail.Reports;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Commands;

/// <summary>The output of <c>status</c> for the mailbox engine.</summary>
internal static class MailboxStatus
{
    private const int MaxBounces = 100;

    private static readonly TimeSpan BouncesShown = TimeSpan.FromDays(7);

    private static readonly Listing<AccountState> Accounts = new(
        new("accountId", "Id", row => row.Account.AccountId),
        new("emailAddress", "Address", row => row.Account.EmailAddress),
        new("associate", "Associate", row => row.Account.AssociateName),
        new("protocol", "Protocol", row => row.Account.Protocol, row => row.Account.Protocol == MailProtocol.Pop3 ? "POP3" : "IMAP"),
        new("disabled", "", row => row.Account.Disabled),
        new("status", "State", row => row.Account.Status, row => State(row.Account)),
        new("errorCount", "", row => row.Account.ErrorCount),
        new("lastSyncedAt", "Last sync (UTC)", row => row.Account.LastSyncedAt, row => row.Account.LastSyncedAt is { } at ? $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}" : "never"),
        new("now", "Now (UTC)", row => row.Request is null ? null : Now(row.Request)),
        new("pendingChanges", "Changes", row => row.Changes.Pending - row.Changes.Held, row => Changes(row.Changes)),
        new("heldChanges", "", row => row.Changes.Held),
        new("refusedChanges", "", row => row.Changes.Rejected),
        new("reason", "Reason", row => row.Account.ErrorReason));

    private static readonly Listing<Bounce> Bounces = new(
        new("outgoingId", "Returned", bounce => bounce.OutgoingId),
        new("associate", "Associate", bounce => bounce.AssociateName),
        new("action", "State", bounce => bounce.Action, bounce => bounce.Action == BounceAction.Failed ? "not delivered" : "delayed"),
        new("reportedAt", "Reported (UTC)", bounce => bounce.ReportedAt),
        new("recipient", "To", bounce => bounce.Recipient),
        new("subject", "Subject", bounce => bounce.Subject),
        new("messageId", "Message-ID", bounce => bounce.MessageId),
        new("reportedBy", "Reported by", bounce => bounce.ReportingServer),
        new("reason", "Reason", bounce => $"{bounce.Status} {bounce.Diagnostic}".Trim()));

    public static async Task<IReadOnlyList<StatusSection>> ReadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var since = services.GetRequiredService<TimeProvider>().GetUtcNow() - BouncesShown;
        return
        [
            StatusSection.Of("accounts", Accounts, await AccountsAsync(services, cancellationToken), isAlwaysShown: true, row => row.Account switch
            {
                { Disabled: true } => 0,
                { Status: AccountStatus.Failed } => Answer.NeedsAttention,
                { Status: AccountStatus.Failing } => Answer.Warning,
                _ => 0,
            }),
            StatusSection.Of(
                "outgoing", OutboxCommand.Messages, await services.GetRequiredService<OutboxStore>().ListOpenAsync(cancellationToken), isAlwaysShown: false,
                OutboxCommand.ExitCodeOf),
            StatusSection.Of(
                "returned", Bounces, await services.GetRequiredService<BounceStore>().ListAsync(since, MaxBounces, cancellationToken), isAlwaysShown: false, _ => 0),
            StatusSection.Of(
                "webhooks", WebhookListing.Webhooks, await services.GetRequiredService<WebhookStore>().ListAsync(cancellationToken), isAlwaysShown: false,
                webhook => webhook.Held ? Answer.NeedsAttention : webhook.Attempts > 0 ? Answer.Warning : 0),
        ];
    }

    private static async Task<IReadOnlyList<AccountState>> AccountsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var requests = (await services.GetRequiredService<SyncQueue>().ListAsync(cancellationToken)).ToDictionary(request => request.AccountId);
        var changes = await services.GetRequiredService<ChangeReports>().CountAsync(cancellationToken);
        return
        [
            .. (await services.GetRequiredService<AccountStore>().ListAsync(cancellationToken))
                .Select(account => new AccountState(account, requests.GetValueOrDefault(account.AccountId), changes.GetValueOrDefault(account.AccountId))),
        ];
    }

    private static string State(StoredAccount account) => account switch
    {
        { Disabled: true } => "disabled",
        { Status: AccountStatus.Failing } => $"failing ({account.ErrorCount})",
        { Status: AccountStatus.Failed } => $"failed ({account.ErrorCount})",
        { Status: AccountStatus.Ok } => "ok",
        _ => "unknown",
    };

    /// <summary>Changes made here that are not, or never will be, on the server.</summary>
    private static string Changes(ChangeCount count) => string.Join(
        ", ",
        new[]
        {
            count.Pending > count.Held ? $"{count.Pending - count.Held} pending" : "", count.Held > 0 ? $"{count.Held} put aside" : "",
            count.Rejected > 0 ? $"{count.Rejected} refused" : "",
        }.Where(text => text.Length > 0));

    private static string Now(SyncRequest request) => request switch
    {
        { RetryAt: { } at } => $"next attempt at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss}",
        { Running: false } => "waiting",
        { Total: 0 } => "running",
        _ => $"{request.Done} of {request.Total}, {request.Folder}",
    };

    private sealed record AccountState(StoredAccount Account, SyncRequest? Request, ChangeCount Changes);
}
