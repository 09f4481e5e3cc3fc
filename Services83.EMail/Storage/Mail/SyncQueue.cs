using System.Data.Common;

namespace Services83.EMail.Storage.Mail;

/// <summary>
/// The stored list of accounts to sync. A row stays until a run that began after the request has succeeded, so an accepted request survives
/// the end of the process and failures of the server. A request for a waiting account changes nothing; a request for a running account
/// makes it run once more; a request for an account that waits after a failure makes it run now.
/// </summary>
public sealed class SyncQueue(IDatabase database, TimeProvider time)
{
    private static readonly string Hosts = $"""
        SELECT sync_request.account_id, sync_request.requested_at, sync_request.retry_at, COALESCE(account.associate_id, 0) AS associate_id,
            lower(COALESCE(login.host, '')) AS host
        FROM sync_request LEFT JOIN account ON account.account_id = sync_request.account_id AND account.deleted = FALSE
            LEFT JOIN service_auth AS login ON login.account_id = account.account_id AND login.direction = {MailDirection.Incoming:D}
        """;

    private static readonly RowQuery<DueAccount> Due = new(
        $"""
        SELECT account_id, associate_id, host FROM (
            SELECT account_id, associate_id, host, requested_at,
                row_number() OVER (PARTITION BY associate_id, host ORDER BY requested_at, account_id) AS place
            FROM ({Hosts}) AS due
            WHERE NOT account_id IN @except AND (retry_at IS NULL OR retry_at <= @now OR retry_at > @latest)) AS ranked
        WHERE place <= @perHost ORDER BY requested_at, account_id
        """,
        row => new DueAccount { AccountId = row.Int(0), AssociateId = row.Int(1), Host = row.Text(2) },
        "@except", "@perHost", "@now", "@latest");

    /// <summary>
    /// Stores requests, all of them or none, before it returns. Accounts that do not exist are skipped. Such a request means a complete
    /// sync, so undelivered messages are retried as well. For accounts that wait for just that, nothing is left to store.
    /// </summary>
    /// <returns>The accounts that did not wait yet.</returns>
    public async Task<IReadOnlyCollection<int>> EnqueueAsync(IReadOnlyCollection<int> accountIds, CancellationToken cancellationToken)
    {
        var waiting = await database.QueryAsync<int>(
            $"SELECT account_id FROM sync_request WHERE account_id IN @accountIds AND {AccountStore.WaitsForAll}",
            new { accountIds, now = time.GetUtcNow() }, cancellationToken);
        int[] missing = [.. accountIds.Except(waiting)];
        if (missing.Length > 0)
        {
            await StoreAsync(missing, cancellationToken);
        }

        return missing;
    }

    /// <summary>Stores requests as <see cref="EnqueueAsync(IReadOnlyCollection{int}, CancellationToken)"/> does, of accounts that do not wait yet.</summary>
    public Task StoreAsync(IReadOnlyCollection<int> accountIds, CancellationToken cancellationToken) =>
        database.WriteAsync((transaction, token) => EnqueueAsync(transaction, accountIds, token), cancellationToken);

    /// <summary>Stores a request as <see cref="EnqueueAsync(IReadOnlyCollection{int}, CancellationToken)"/> does.</summary>
    /// <returns>The number of the account's latest run, which began before the request, or 0; null when there is no such account.</returns>
    public Task<long?> RequestAsync(int accountId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await EnqueueAsync(transaction, [accountId], token);
                var latest = await transaction.QueryAsync<long>(
                    "SELECT COALESCE(run, 0) FROM sync_request LEFT JOIN sync_run USING (account_id) WHERE account_id = @accountId", new { accountId }, token);
                return latest is [var run] ? run : (long?)null;
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
    /// Begins a run: marks the request of an account as running, and returns what was requested; null when there is none. The run gets a
    /// number; earlier runs of the account, if there are any left on another machine, can store nothing from now on (<see cref="RunFence"/>).
    /// </summary>
    public Task<StartedRun?> StartAsync(int accountId, CancellationToken cancellationToken) =>
        database.WriteAsync<StartedRun?>(
            async (transaction, token) =>
            {
                var started = await transaction.QueryAsync<bool>(
                    """
                    UPDATE sync_request SET running = TRUE, again = FALSE, retry_at = NULL, started_at = @now, folder = NULL, done = 0, total = 0
                    WHERE account_id = @accountId RETURNING quick
                    """,
                    new { accountId, now = time.GetUtcNow() }, token);
                return started is not [var quick] ? null : new StartedRun(
                    quick ? SyncDepth.NewMail : SyncDepth.Everything,
                    await transaction.SingleAsync<long>(
                        """
                        INSERT INTO sync_run (account_id, run) VALUES (@accountId, 1)
                        ON CONFLICT (account_id) DO UPDATE SET run = sync_run.run + 1 RETURNING run
                        """,
                        new { accountId }, token));
            },
            cancellationToken);

    /// <summary>
    /// Ends a run that is not retried, because it succeeded or its account was deleted. True when the account was requested again meanwhile
    /// and waits again.
    /// </summary>
    public Task<bool> FinishAsync(int accountId, RunResult result, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await SetResultAsync(transaction, accountId, result, token);
                if (result.Failure is null)
                {
                    await AccountStatusWriter.SetSyncedAsync(transaction, accountId, result.Note, time.GetUtcNow(), token);
                }

                return await transaction.ExecuteAsync(
                    "DELETE FROM sync_request WHERE account_id = @accountId AND again = FALSE", new { accountId }, token) == 0
                    && await transaction.ExecuteAsync(
                        "UPDATE sync_request SET running = FALSE, again = FALSE, failures = 0, quick = FALSE WHERE account_id = @accountId",
                        new { accountId }, token) == 1;
            },
            cancellationToken);

    /// <summary>Ends a failed run. True when the account was requested again meanwhile and waits again.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="result">The result of the run.</param>
    /// <param name="wait">How long to wait, from the number of failures in a row, 1 or more.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public Task<bool> PutOffAsync(int accountId, RunResult result, Func<int, TimeSpan> wait, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await SetResultAsync(transaction, accountId, result, token);
                var ended = await transaction.QueryAsync<SyncRequest>(
                    """
                    UPDATE sync_request SET running = FALSE, failures = failures + 1, quick = FALSE WHERE account_id = @accountId
                    RETURNING account_id, again, failures
                    """,
                    new { accountId }, token);
                if (ended is not [var request])
                {
                    return false;
                }

                await AccountStatusWriter.SetFailedAsync(transaction, accountId, result.Reason, result.IsTransient, time.GetUtcNow(), token);
                var retryAt = request.Again ? (DateTimeOffset?)null : time.GetUtcNow() + wait(request.Failures);
                await transaction.ExecuteAsync(
                    "UPDATE sync_request SET again = FALSE, retry_at = @retryAt WHERE account_id = @accountId", new { accountId, retryAt }, token);
                return request.Again;
            },
            cancellationToken);

    /// <summary>The result of the latest run that ended, if it began after the given one; null when there is none yet.</summary>
    public Task<RunResult?> FindResultAsync(int accountId, long after, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<RunResult>(
            "SELECT new_messages, failure FROM sync_run WHERE account_id = @accountId AND ended > @after", new { accountId, after }, cancellationToken);

    /// <summary>Whether the account waits or runs.</summary>
    public async Task<bool> HasRequestAsync(int accountId, CancellationToken cancellationToken) => await database.FirstOrDefaultAsync<int>(
        "SELECT account_id FROM sync_request WHERE account_id = @accountId", new { accountId }, cancellationToken) != 0;

    /// <summary>Stores the progress, for display only.</summary>
    public Task ReportAsync(int accountId, string folder, int done, int total, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "UPDATE sync_request SET folder = @folder, done = @done, total = @total WHERE account_id = @accountId",
            new { accountId, folder, done, total }, cancellationToken);

    /// <summary>
    /// The accounts whose requests only wait for their turn, or are left from a process that ended, in the order of the requests: of each
    /// owner at each host at most the given number. Accounts that were deleted have no host, and are among them.
    /// </summary>
    /// <param name="except">Accounts to leave out.</param>
    /// <param name="perHost">The greatest number of accounts of one owner at one host.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<DueAccount>> DueAsync(IReadOnlyCollection<int> except, int perHost, CancellationToken cancellationToken) =>
        Due.RunAsync(database, cancellationToken, except, perHost, time.GetUtcNow(), time.GetUtcNow() + StoredMoment.LongestWait);

    /// <summary>The owners and hosts of the accounts that have a request.</summary>
    public Task<IReadOnlyList<DueAccount>> HostsAsync(IReadOnlyCollection<int> accountIds, CancellationToken cancellationToken) =>
        database.QueryAsync<DueAccount>(
            $"SELECT account_id, associate_id, host FROM ({Hosts}) AS request WHERE account_id IN @accountIds", new { accountIds }, cancellationToken);

    /// <summary>How many accounts wait or run.</summary>
    public Task<int> CountAsync(CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM sync_request", new { }, cancellationToken);

    /// <summary>All requests, oldest first.</summary>
    public Task<IReadOnlyList<SyncRequest>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<SyncRequest>(
            "SELECT account_id, running, again, failures, retry_at, folder, done, total FROM sync_request ORDER BY requested_at, account_id",
            new { }, cancellationToken);

    private async Task<int> EnqueueAsync(DbTransaction transaction, IReadOnlyCollection<int> accountIds, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await UndeliveredStore.TryAgainAsync(transaction, accountIds, now, cancellationToken);
        await using var insert = new PreparedStatement(
            transaction,
            """
            INSERT INTO sync_request (account_id, requested_at)
            SELECT account_id, @now FROM account WHERE account_id IN @accountIds AND deleted = FALSE ORDER BY account_id
            ON CONFLICT (account_id) DO UPDATE SET again = sync_request.running, retry_at = NULL, quick = FALSE
            """,
            "@accountIds", "@now");
        return await insert.ExecuteAsync(cancellationToken, accountIds, now);
    }

    private async Task SetResultAsync(DbTransaction transaction, int accountId, RunResult result, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(
            "UPDATE sync_run SET ended = run, new_messages = @NewMessages, failure = @Failure WHERE account_id = @accountId",
            new { accountId, result.NewMessages, result.Failure }, cancellationToken);
        if (result.NewMessages > 0 || result.Failure is not null)
        {
            await SyncHistory.AddAsync(transaction, accountId, result, time.GetUtcNow(), cancellationToken);
        }
    }

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
