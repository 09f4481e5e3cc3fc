namespace Services83.EMail.Storage;

/// <summary>A requested sync and how far it is.</summary>
public sealed class SyncRequest
{
    public int AccountId { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public bool Running { get; init; }

    /// <summary>Asked for once more while running.</summary>
    public bool Again { get; init; }

    /// <summary>Folder being fetched; null before the first.</summary>
    public string? Folder { get; init; }

    /// <summary>Messages fetched so far in this run.</summary>
    public int Done { get; init; }

    /// <summary>Messages known to be fetched in this run.</summary>
    public int Total { get; init; }
}

/// <summary>
/// The durable list of accounts to sync. A row stays until a run that began after the request has ended, so that whatever was
/// accepted outlives the process. A request for a waiting account changes nothing; one for a running account makes it run once more.
/// </summary>
public sealed class SyncQueue(IDatabase database, TimeProvider time)
{
    /// <summary>Accepts requests, all of them or none, durably before it returns. Accounts that do not exist are passed over.</summary>
    public Task EnqueueAsync(IReadOnlyCollection<int> accountIds, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (transaction, token) => transaction.ExecuteManyAsync(
                """
                INSERT INTO sync_request (account_id, requested_at)
                SELECT account_id, @now FROM account WHERE account_id = @accountId AND deleted = 0
                ON CONFLICT (account_id) DO UPDATE SET again = sync_request.running
                """,
                accountIds.Select(accountId => new { accountId, now = time.GetUtcNow() }), token),
            cancellationToken);

    /// <summary>
    /// Marks the request of an account as running; false when there is none. That an account does not run twice at once is the
    /// business of the one process that runs syncs: a row left as running by a dead one is simply started again.
    /// </summary>
    public async Task<bool> StartAsync(int accountId, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            """
            UPDATE sync_request SET running = 1, again = 0, started_at = @now, folder = NULL, done = 0, total = 0
            WHERE account_id = @accountId
            """,
            new { accountId, now = time.GetUtcNow() }, cancellationToken) == 1;

    /// <summary>Ends a run. True when the account was asked for once more meanwhile and waits again.</summary>
    public Task<bool> FinishAsync(int accountId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync(
                    "DELETE FROM sync_request WHERE account_id = @accountId AND again = 0", new { accountId }, token);
                return await transaction.ExecuteAsync(
                    "UPDATE sync_request SET running = 0, again = 0 WHERE account_id = @accountId", new { accountId }, token) == 1;
            },
            cancellationToken);

    /// <summary>Records progress, for whoever watches. Not needed for correctness.</summary>
    public Task ReportAsync(int accountId, string folder, int done, int total, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "UPDATE sync_request SET folder = @folder, done = @done, total = @total WHERE account_id = @accountId",
            new { accountId, folder, done, total }, cancellationToken);

    /// <summary>All requests, oldest first.</summary>
    public Task<IReadOnlyList<SyncRequest>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<SyncRequest>(
            "SELECT account_id, requested_at, running, again, folder, done, total FROM sync_request ORDER BY requested_at, account_id",
            new { }, cancellationToken);
}
