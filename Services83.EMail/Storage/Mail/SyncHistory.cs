using System.Data.Common;

namespace Services83.EMail.Storage.Mail;

/// <summary>A run of an account that brought mail or failed.</summary>
public sealed record PastRun
{
    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset EndedAt { get; init; }

    /// <summary>Messages stored for the first time.</summary>
    public int NewMessages { get; init; }

    /// <summary>Why it failed; empty when it succeeded.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>The latest runs of each account, for operators. A run that found nothing new is not stored: it would be a write for nothing.</summary>
public sealed class SyncHistory(IDatabase database)
{
    /// <summary>Runs of an account that are kept.</summary>
    public const int Kept = 20;

    private const int MaxReasonLength = 500;

    /// <summary>The runs of an account, the latest first.</summary>
    public Task<IReadOnlyList<PastRun>> ListAsync(int accountId, CancellationToken cancellationToken) => database.QueryAsync<PastRun>(
        "SELECT started_at, ended_at, new_messages, reason FROM sync_history WHERE account_id = @accountId ORDER BY run DESC LIMIT @Kept", new { accountId, Kept }, cancellationToken);

    /// <summary>Stores the run that ends, and forgets the oldest one.</summary>
    internal static async Task AddAsync(DbTransaction transaction, int accountId, RunResult result, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(
            """
            INSERT INTO sync_history (account_id, run, started_at, ended_at, new_messages, reason)
            SELECT sync_run.account_id, sync_run.run, COALESCE(sync_request.started_at, @now), @now, @NewMessages, @reason
            FROM sync_run LEFT JOIN sync_request USING (account_id) WHERE sync_run.account_id = @accountId
            ON CONFLICT DO NOTHING
            """,
            new { accountId, now, result.NewMessages, reason = result.Reason.Length > MaxReasonLength ? result.Reason[..MaxReasonLength] : result.Reason }, cancellationToken);
        await transaction.ExecuteAsync(
            """
            DELETE FROM sync_history WHERE account_id = @accountId
                AND run <= (SELECT run FROM sync_history WHERE account_id = @accountId ORDER BY run DESC LIMIT 1 OFFSET @Kept)
            """,
            new { accountId, Kept }, cancellationToken);
    }
}
