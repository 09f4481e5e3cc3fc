using System.Data.Common;

namespace Services83.EMail.Storage.Mail;

/// <summary>The extent of a requested sync.</summary>
public enum SyncDepth
{
    Everything,

    /// <summary>New mail. If changed flags could only be found by comparing all messages, they are left for the next complete
    /// sync.</summary>
    NewMail,
}

/// <summary>A requested sync with its progress.</summary>
public sealed class SyncRequest
{
    public int AccountId { get; init; }

    public bool Running { get; init; }

    /// <summary>Requested once more while running.</summary>
    public bool Again { get; init; }

    /// <summary>Failed runs in a row.</summary>
    public int Failures { get; init; }

    /// <summary>When it is retried after a failure; null when it waits for its turn or runs.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Folder being fetched; null before the first.</summary>
    public string? Folder { get; init; }

    /// <summary>Messages fetched so far in this run.</summary>
    public int Done { get; init; }

    /// <summary>Messages to be fetched in this run, as far as known.</summary>
    public int Total { get; init; }
}

/// <summary>
/// The stored list of accounts to sync. A row stays until a run that began after the request has succeeded, so an accepted request survives
/// the end of the process and failures of the server. A request for a waiting account changes nothing; a request for a running account
/// makes it run once more; a request for an account that waits after a failure makes it run now.
/// </summary>
public sealed class SyncQueue(IDatabase database, TimeProvider time)
{
    /// <summary>
    /// Stores requests, all of them or none, before it returns. Accounts that do not exist are skipped. Such a request means a complete
    /// sync, so undelivered messages are retried as well.
    /// </summary>
    public Task EnqueueAsync(IReadOnlyCollection<int> accountIds, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await UndeliveredStore.TryAgainAsync(transaction, accountIds, time.GetUtcNow(), token);
                return await transaction.ExecuteManyAsync(
                    """
                    INSERT INTO sync_request (account_id, requested_at)
                    SELECT account_id, @now FROM account WHERE account_id = @accountId AND deleted = FALSE
                    ON CONFLICT (account_id) DO UPDATE SET again = sync_request.running, retry_at = NULL, quick = FALSE
                    """,
                    accountIds.Select(accountId => new { accountId, now = time.GetUtcNow() }), token);
            },
            cancellationToken);

    /// <summary>Requests another run of a running account.</summary>
    public Task RequestTurnAsync(int accountId, CancellationToken cancellationToken) =>
        database.WriteAsync((transaction, token) => RequestTurnsAsync(transaction, [accountId], time.GetUtcNow(), token), cancellationToken);

    /// <summary>
    /// Stores a request for new mail. It adds nothing to a waiting request for everything, and does not shorten the wait after a failure.
    /// </summary>
    public Task EnqueueNewMailAsync(int accountId, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        INSERT INTO sync_request (account_id, requested_at, quick)
        SELECT account_id, @now, TRUE FROM account WHERE account_id = @accountId AND deleted = FALSE AND disabled = FALSE
        ON CONFLICT (account_id) DO UPDATE SET again = sync_request.running
        """,
        new { accountId, now = time.GetUtcNow() }, cancellationToken);

    /// <summary>
    /// Marks the request of an account as running, and returns what was requested; null when there is none. The one process that runs syncs
    /// makes sure that an account does not run twice at once: a row that a killed process left as running is simply started again.
    /// </summary>
    public Task<SyncDepth?> StartAsync(int accountId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) => await transaction.QueryAsync<bool>(
                """
                UPDATE sync_request SET running = TRUE, again = FALSE, retry_at = NULL, started_at = @now, folder = NULL, done = 0, total = 0
                WHERE account_id = @accountId RETURNING quick
                """,
                new { accountId, now = time.GetUtcNow() }, token) is [var quick]
                ? quick ? SyncDepth.NewMail : SyncDepth.Everything
                : (SyncDepth?)null,
            cancellationToken);

    /// <summary>Ends a successful run. True when the account was requested again meanwhile and waits again.</summary>
    public Task<bool> FinishAsync(int accountId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync(
                    "DELETE FROM sync_request WHERE account_id = @accountId AND again = FALSE", new { accountId }, token);
                return await transaction.ExecuteAsync(
                    "UPDATE sync_request SET running = FALSE, again = FALSE, failures = 0, quick = FALSE WHERE account_id = @accountId",
                    new { accountId }, token) == 1;
            },
            cancellationToken);

    /// <summary>Ends a failed run. True when the account was requested again meanwhile and waits again.</summary>
    /// <param name="wait">How long to wait, from the number of failures in a row, 1 or more.</param>
    public Task<bool> PutOffAsync(int accountId, Func<int, TimeSpan> wait, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                var ended = await transaction.QueryAsync<SyncRequest>(
                    """
                    UPDATE sync_request SET running = FALSE, failures = failures + 1, quick = FALSE WHERE account_id = @accountId
                    RETURNING account_id, again, failures
                    """,
                    new { accountId }, token);
                var again = ended is [{ Again: true }];
                var retryAt = again || ended.Count == 0 ? (DateTimeOffset?)null : time.GetUtcNow() + wait(ended[0].Failures);
                await transaction.ExecuteAsync(
                    "UPDATE sync_request SET again = FALSE, retry_at = @retryAt WHERE account_id = @accountId", new { accountId, retryAt }, token);
                return again;
            },
            cancellationToken);

    /// <summary>Stores the progress, for display only.</summary>
    public Task ReportAsync(int accountId, string folder, int done, int total, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "UPDATE sync_request SET folder = @folder, done = @done, total = @total WHERE account_id = @accountId",
            new { accountId, folder, done, total }, cancellationToken);

    /// <summary>The accounts whose requests only wait for their turn, or are left from a killed process, in the order of the
    /// requests.</summary>
    public Task<IReadOnlyList<int>> DueAsync(CancellationToken cancellationToken) => database.QueryAsync<int>(
        "SELECT account_id FROM sync_request WHERE retry_at IS NULL OR retry_at <= @now OR retry_at > @latest ORDER BY requested_at, account_id",
        new { now = time.GetUtcNow(), latest = time.GetUtcNow() + StoredMoment.LongestWait }, cancellationToken);

    /// <summary>How many accounts wait or run.</summary>
    public Task<int> CountAsync(CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM sync_request", new { }, cancellationToken);

    /// <summary>All requests, oldest first.</summary>
    public Task<IReadOnlyList<SyncRequest>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<SyncRequest>(
            "SELECT account_id, running, again, failures, retry_at, folder, done, total FROM sync_request ORDER BY requested_at, account_id",
            new { }, cancellationToken);

    /// <summary>
    /// Requests a run in the same transaction as other changes. An account that waits after a failure continues to wait: a client that
    /// changes a hundred messages must not cause a hundred attempts.
    /// </summary>
    internal static Task<int> RequestTurnsAsync(
        DbTransaction transaction, IEnumerable<int> accountIds, DateTimeOffset now, CancellationToken cancellationToken) =>
        transaction.ExecuteManyAsync(
            """
            INSERT INTO sync_request (account_id, requested_at) VALUES (@accountId, @now)
            ON CONFLICT (account_id) DO UPDATE SET again = sync_request.running
            """,
            accountIds.Select(accountId => new { accountId, now }), cancellationToken);
}
