using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Engines.Gateway.Wire;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Gateway.Sync;

/// <summary>
/// The stored queue of <c>SyncEmailAccounts</c>, one for each tenant. The credentials for the tenant are stored encrypted until a call is
/// done, given up, or waits for a login.
/// </summary>
public sealed class SyncCallStore(IDatabase database, SecretProtector protector, IOptions<GatewayOptions> options, TimeProvider time)
{
    private const string Purpose = "Gateway.Sync";
    private const string Columns = "sync_id, tenant, associate, accounts, state, attempts, reason, seen, requested_at, next_at, expires_at, ended_at";

    /// <summary>As in an index of the table: the call waits or runs.</summary>
    private static readonly string IsOpen = $"state < {SyncState.Done:D}";

    private static readonly string GoOn =
        $"""
        UPDATE gateway_sync SET state = {SyncState.Waiting:D}, secret = @Secret, next_at = @Now, expires_at = @ExpiresAt
        WHERE tenant = @Tenant AND associate_id = @AssociateId AND associate = @Associate AND state = {SyncState.AwaitsLogin:D}
        """;

    /// <summary>How long ended calls are shown, and calls that wait for a login are kept.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromDays(7);

    /// <summary>
    /// Stores a call before it returns. If the same associate is already waiting for the same accounts, the existing call is kept and gets
    /// the new credentials, and so do the associate's calls that wait for a login.
    /// </summary>
    /// <exception cref="ThrottledException">Too many calls wait for the tenant.</exception>
    public Task EnqueueAsync(
        Tenant tenant, SoPrincipalCarrier who, SyncUserAccount[] accounts, UpstreamCredentials credentials, CancellationToken cancellationToken)
    {
        var row = new Row(
            tenant.Name, who.Associate ?? "", who.AssociateId, JsonSerializer.Serialize(accounts, GatewayJson.Writing),
            credentials.Protect(protector, Purpose), time.GetUtcNow(), ExpiresAt());
        return database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync(GoOn, row, token);
                var joined = await transaction.ExecuteAsync(
                    $"""
                    UPDATE gateway_sync SET secret = @Secret, expires_at = @ExpiresAt, seen = NULL
                    WHERE tenant = @Tenant AND associate_id = @AssociateId AND associate = @Associate AND accounts = @Accounts
                        AND state = {SyncState.Waiting:D}
                    """,
                    row, token);
                return joined > 0 || await AddAsync(transaction, row, tenant, token);
            },
            cancellationToken);
    }

    /// <summary>Continues the calls of an associate that wait for a login, with the credentials that have just been accepted.</summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> GoOnAsync(Tenant tenant, SoPrincipalCarrier who, UpstreamCredentials credentials, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            GoOn,
            new Row(tenant.Name, who.Associate ?? "", who.AssociateId, "", credentials.Protect(protector, Purpose), time.GetUtcNow(), ExpiresAt()),
            cancellationToken) > 0;

    /// <summary>The tenant's call that is due next; null when all have ended.</summary>
    public Task<SyncCall?> NextAsync(Tenant tenant, CancellationToken cancellationToken) => database.FirstOrDefaultAsync<SyncCall>(
        $"SELECT {Columns} FROM gateway_sync WHERE tenant = @tenant AND {IsOpen} ORDER BY next_at, attempts, sync_id LIMIT 1",
        new { tenant = tenant.Name }, cancellationToken);

    /// <summary>Stores that the tenant is called now, and returns the credentials for it; null when the call has ended meanwhile.</summary>
    public async Task<UpstreamCredentials?> StartAsync(SyncCall call, CancellationToken cancellationToken)
    {
        var started = await database.WriteAsync(
            (transaction, token) => transaction.QueryAsync<string>(
                $"UPDATE gateway_sync SET state = {SyncState.Running:D}, attempts = attempts + 1 WHERE sync_id = @id AND {IsOpen} RETURNING secret",
                new { id = call.SyncId }, token),
            cancellationToken);
        return started is [{ } secret] ? UpstreamCredentials.Unprotect(protector, Purpose, secret) : null;
    }

    /// <summary>Stores the accounts' state at the tenant before the call.</summary>
    public Task NoteSeenAsync(SyncCall call, SyncSight sight, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE gateway_sync SET seen = @seen WHERE sync_id = @id",
        new { id = call.SyncId, seen = JsonSerializer.Serialize(sight) }, cancellationToken);

    /// <summary>Keeps a call, for a week at most, until <see cref="GoOnAsync"/>; its credentials, which are no longer valid, are
    /// deleted.</summary>
    /// <returns>False when the number of calls that wait for a login to the tenant has reached its limit.</returns>
    public async Task<bool> AwaitLoginAsync(SyncCall call, string reason, CancellationToken cancellationToken) => await database.ExecuteAsync(
        $"""
        UPDATE gateway_sync SET state = {SyncState.AwaitsLogin:D}, secret = NULL, reason = @reason, expires_at = @until
        WHERE sync_id = @id AND {IsOpen}
            AND (SELECT count(*) FROM gateway_sync WHERE tenant = @tenant AND state = {SyncState.AwaitsLogin:D}) < @most
        """,
        new { id = call.SyncId, tenant = call.Tenant, reason, until = time.GetUtcNow() + Shown, most = options.Value.MaxQueuedSyncs },
        cancellationToken) > 0;

    /// <summary>Postpones a call, at most to a millisecond after its time is over; a call whose next attempt is exactly at its end is a
    /// held one.</summary>
    /// <param name="wholeLine">Whether the problem affects the tenant's other calls too, so that they are postponed as well.</param>
    public Task PutOffAsync(SyncCall call, DateTimeOffset nextAt, string reason, bool wholeLine, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync(
                    $"UPDATE gateway_sync SET state = {SyncState.Waiting:D}, reason = @reason WHERE sync_id = @id AND {IsOpen}",
                    new { id = call.SyncId, reason }, token);
                return await transaction.ExecuteAsync(
                    $"""
                    UPDATE gateway_sync SET next_at = CASE WHEN expires_at < @nextAt THEN expires_at + 1 ELSE @nextAt END
                    WHERE state = {SyncState.Waiting:D} AND (sync_id = @id OR (@wholeLine AND tenant = @tenant AND next_at < @nextAt))
                    """,
                    new { id = call.SyncId, tenant = call.Tenant, nextAt, wholeLine }, token);
            },
            cancellationToken);

    /// <summary>Holds a call until somebody retries it with <see cref="TryAgainAsync"/>; otherwise it is given up when its time is
    /// over.</summary>
    public Task HoldAsync(SyncCall call, string reason, CancellationToken cancellationToken) => database.ExecuteAsync(
        $"UPDATE gateway_sync SET state = {SyncState.Waiting:D}, reason = @reason, next_at = expires_at WHERE sync_id = @id AND {IsOpen}",
        new { id = call.SyncId, reason }, cancellationToken);

    /// <summary>Makes a call that waits or is held due at once.</summary>
    /// <returns>False when there is no such call, or it has ended.</returns>
    public async Task<bool> TryAgainAsync(int syncId, CancellationToken cancellationToken) => await database.ExecuteAsync(
        $"UPDATE gateway_sync SET next_at = @now, attempts = 0 WHERE sync_id = @syncId AND state = {SyncState.Waiting:D}",
        new { syncId, now = time.GetUtcNow() }, cancellationToken) == 1;

    /// <summary>Ends a call and deletes its credentials.</summary>
    /// <param name="state"><see cref="SyncState.Done"/> or <see cref="SyncState.GivenUp"/>.</param>
    public Task EndAsync(SyncCall call, SyncState state, string reason, CancellationToken cancellationToken) => database.ExecuteAsync(
        $"UPDATE gateway_sync SET state = @state, secret = NULL, reason = @reason, ended_at = @now WHERE sync_id = @id AND {IsOpen}",
        new { id = call.SyncId, state, reason, now = time.GetUtcNow() }, cancellationToken);

    /// <summary>
    /// Gives up calls whose time is over, because the settings do not name their tenant or their associate does not return; deletes calls
    /// that ended long ago.
    /// </summary>
    public Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync("DELETE FROM gateway_sync WHERE ended_at <= @longAgo", new { longAgo = now - Shown }, token);
                // Written by a clock that was ahead.
                await transaction.ExecuteAsync(
                    $"""
                    UPDATE gateway_sync SET expires_at = CASE state WHEN {SyncState.AwaitsLogin:D} THEN @shown ELSE @patience END,
                        next_at = CASE WHEN next_at > @patience THEN @now ELSE next_at END,
                        requested_at = CASE WHEN requested_at > @now THEN @now ELSE requested_at END
                    WHERE state IN ({SyncState.Waiting:D}, {SyncState.Running:D}, {SyncState.AwaitsLogin:D})
                        AND expires_at > CASE state WHEN {SyncState.AwaitsLogin:D} THEN @shown ELSE @patience END
                    """,
                    new { now, shown = now + Shown, patience = ExpiresAt() }, token);
                return await transaction.ExecuteAsync(
                    $"""
                    UPDATE gateway_sync SET state = {SyncState.GivenUp:D}, secret = NULL, ended_at = @now, reason = 'given up: ' || reason
                    WHERE state IN ({SyncState.Waiting:D}, {SyncState.AwaitsLogin:D}) AND expires_at <= @now
                    """,
                    new { now }, token);
            },
            cancellationToken);
    }

    /// <summary>The calls that wait, run, or have ended within a week; the newest first.</summary>
    public Task<IReadOnlyList<SyncCall>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<SyncCall>($"SELECT {Columns} FROM gateway_sync ORDER BY sync_id DESC", new { }, cancellationToken);

    /// <summary>The same calls, page by page.</summary>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<Page<SyncCall>> ListAsync(int page, CancellationToken cancellationToken) => Page.Of(
        await database.QueryAsync<SyncCall>(
            $"SELECT {Columns} FROM gateway_sync ORDER BY sync_id DESC {Page.Clause}", new { take = Page.Take, skip = Page.Skip(page) }, cancellationToken),
        page);

    /// <summary>The number of calls of each tenant that have not ended, by the tenant's name.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountOpenAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync<(string Tenant, int Count)>("SELECT tenant, COUNT(*) FROM gateway_sync WHERE ended_at IS NULL GROUP BY tenant", new { }, cancellationToken))
        .ToDictionary(count => count.Tenant, count => count.Count, StringComparer.OrdinalIgnoreCase);

    /// <summary>The number of held calls.</summary>
    public Task<int> CountHeldAsync(CancellationToken cancellationToken) => database.FirstOrDefaultAsync<int>(
        $"SELECT count(*) FROM gateway_sync WHERE state = {SyncState.Waiting:D} AND attempts > 0 AND next_at = expires_at", new { }, cancellationToken);

    private DateTimeOffset ExpiresAt() => time.GetUtcNow() + TimeSpan.FromMinutes(options.Value.SyncPatienceMinutes);

    private async Task<bool> AddAsync(DbTransaction transaction, Row row, Tenant tenant, CancellationToken cancellationToken)
    {
        var waiting = await transaction.SingleAsync<int>(
            $"SELECT count(*) FROM gateway_sync WHERE tenant = @Tenant AND {IsOpen}", row, cancellationToken);
        if (waiting >= options.Value.MaxQueuedSyncs)
        {
            throw new ThrottledException($"{waiting} calls of SyncEmailAccounts wait for the tenant {tenant} already. Try again later.");
        }

        return await transaction.ExecuteAsync(
            $"""
            INSERT INTO gateway_sync (tenant, associate, associate_id, accounts, secret, state, requested_at, next_at, expires_at)
            VALUES (@Tenant, @Associate, @AssociateId, @Accounts, @Secret, {SyncState.Waiting:D}, @Now, @Now, @ExpiresAt)
            """,
            row, cancellationToken) == 1;
    }

    private sealed record Row(
        string Tenant, string Associate, int AssociateId, string Accounts, string Secret, DateTimeOffset Now, DateTimeOffset ExpiresAt);
}
