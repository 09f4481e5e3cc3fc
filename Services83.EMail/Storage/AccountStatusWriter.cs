using System.Data.Common;
using System.Text.Json;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Storage;

/// <summary>Stores how the latest sync of an account ended, as its owner sees it, in the transaction that ends the run.</summary>
internal static class AccountStatusWriter
{
    /// <summary>Webhooks are told of a failure that may pass by itself only when the account has failed so often in a row.</summary>
    internal const int FailuresToTell = 3;

    private const int MaxReasonLength = 1000;

    /// <summary>Stores that a sync succeeded.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="note">A note for a person, cut after 1000 characters; usually empty.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public static Task<int> SetSyncedAsync(DbTransaction transaction, int accountId, string note, DateTimeOffset now, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            $"""
            UPDATE account SET status = {AccountStatus.Ok:D}, error_count = 0, error_reason = @note, last_tried_at = @now, last_synced_at = @now
            WHERE account_id = @accountId AND deleted = FALSE
            """,
            new { accountId, note = Cut(note), now }, cancellationToken);

    /// <summary>Stores that a sync failed.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="reason">For a person to read; cut after 1000 characters.</param>
    /// <param name="transient">Whether a retry may help: the state is then failing, not failed.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public static async Task SetFailedAsync(
        DbTransaction transaction, int accountId, string reason, bool transient, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = await transaction.QueryAsync<(AccountStatus Status, int Errors)>(
            "SELECT status, error_count FROM account WHERE account_id = @accountId AND deleted = FALSE", new { accountId }, cancellationToken);
        if (before is not [var (status, errors)])
        {
            return;
        }

        var failure = new { accountId, status = transient ? AccountStatus.Failing : AccountStatus.Failed, reason = Cut(reason), now };
        await transaction.ExecuteAsync(
            "UPDATE account SET status = @status, error_count = error_count + 1, error_reason = @reason, last_tried_at = @now WHERE account_id = @accountId",
            failure, cancellationToken);
        if (transient ? errors + 1 == FailuresToTell : status != AccountStatus.Failed)
        {
            var details = JsonSerializer.Serialize(new { status = transient ? "failing" : "failed", failure.reason });
            await EventRecorder.RecordAsync(transaction, WebhookEvents.AccountError, accountId, itemId: null, details, now, cancellationToken);
        }
    }

    private static string Cut(string reason) => reason.Length > MaxReasonLength ? reason[..MaxReasonLength] : reason;
}
