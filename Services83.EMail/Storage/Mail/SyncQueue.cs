using System.Data.Common;

namespace Services83.EMail.Storage.Mail;

/// <summary>What a sync is asked for.</summary>
public enum SyncDepth
{
    Everything,

    /// <summary>New mail. Where only a comparison of all messages would tell of changed flags, it is left for the next whole sync.</summary>
    NewMail,
}

/// <summary>A requested sync and how far it is.</summary>
public sealed class SyncRequest
{
    public int AccountId { get; init; }

    public bool Running { get; init; }

    /// <summary>Asked for once more while running.</summary>
    public bool Again { get; init; }

    /// <summary>Failed runs in a row.</summary>
    public int Failures { get; init; }

    /// <summary>When it is tried again by itself after a failure; null when it waits for its turn or runs.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Folder being fetched; null before the first.</summary>
    public string? Folder { get; init; }

    /// <summary>Messages fetched so far in this run.</summary>
    public int Done { get; init; }

    /// <summary>Messages known to be fetched in this run.</summary>
    public int Total { get; init; }
}

/// <summary>
/// The durable list of accounts to sync. A row stays until a run that began after the request has succeeded, so that whatever was
/// accepted outlives the process and a failing server. A request for a waiting account changes nothing; one for a running account makes
/// it run once more; one for an account that waits after a failure makes it run now.
/// </summary>
public sealed class SyncQueue(IDatabase database, TimeProvider time)
{
    /// <summary>
    /// Accepts requests, all of them or none, durably before it returns. Accounts that do not exist are passed over. Whoever asks wants
    /// everything, so what was not delivered is tried again as well.
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

    /// <summary>Asks for another turn of an account that runs.</summary>
    public Task RequestTurnAsync(int accountId, CancellationToken cancellationToken) =>
        database.WriteAsync((transaction, token) => RequestTurnsAsync(transaction, [accountId], time.GetUtcNow(), token), cancellationToken);

    /// <summary>
    /// Accepts a request for new mail. It adds nothing to one for everything that waits already, and does not cut the wait after a failure short.
    /// </summary>
    public Task EnqueueNewMailAsync(int accountId, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        INSERT INTO sync_request (account_id, requested_at, quick)
        SELECT account_id, @now, TRUE FROM account WHERE account_id = @accountId AND deleted = FALSE AND disabled = FALSE
        ON CONFLICT (account_id) DO UPDATE SET again = sync_request.running
        """,
        new { accountId, now = time.GetUtcNow() }, cancellationToken);

    /// <summary>
    /// Marks the request of an account as running, and says what was asked for; null when there is none. That an account does not run twice at once is the
    /// business of the one process that runs syncs: a row left as running by a dead one is simply started again.
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

    /// <summary>Ends a run that succeeded. True when the account was asked for once more meanwhile and waits again.</summary>
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

    /// <summary>Ends a run that failed. True when the account was asked for once more meanwhile and waits again.</summary>
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

    /// <summary>Records progress, for whoever watches. Not needed for correctness.</summary>
    public Task ReportAsync(int accountId, string folder, int done, int total, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "UPDATE sync_request SET folder = @folder, done = @done, total = @total WHERE account_id = @accountId",
            new { accountId, folder, done, total }, cancellationToken);

    /// <summary>The accounts whose requests wait for nothing but their turn, or are left from a process that died, in the order of the requests.</summary>
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
    /// Asks for a turn together with what else is written. An account that waits after a failure goes on waiting: a client that
    /// changes a hundred messages must not make a hundred attempts.
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
