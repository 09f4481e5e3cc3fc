using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Services83.EMail.Gateway.Forwarding;
using Services83.EMail.Gateway.Upstream;
using Services83.EMail.Storage;

namespace Services83.EMail.Gateway.Sync;

/// <summary>
/// The durable queue of <c>SyncEmailAccounts</c>, one line for each tenant. What proves to the tenant who calls is kept encrypted until a
/// call is done or given up.
/// </summary>
public sealed class SyncCallStore(IDatabase database, SecretProtector protector, IOptions<GatewayOptions> options, TimeProvider time)
{
    private const string Purpose = "Gateway.Sync";
    private const string Columns = "sync_id, tenant, associate, accounts, state, attempts, reason, requested_at, next_at, expires_at, ended_at";

    /// <summary>How long what has ended is shown.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromDays(7);

    /// <summary>
    /// Accepts a call durably before it returns. When the same associate waits for the same accounts already, that call is kept and is
    /// made with the new proof.
    /// </summary>
    /// <exception cref="ThrottledException">Too many calls wait for the tenant.</exception>
    public Task EnqueueAsync(
        Tenant tenant, SoPrincipalCarrier who, SyncUserAccount[] accounts, UpstreamCredentials credentials, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var row = new
        {
            tenant = tenant.Name,
            associate = who.Associate ?? "",
            associateId = who.AssociateId,
            accounts = JsonSerializer.Serialize(accounts, GatewayJson.Writing),
            secret = credentials.Protect(protector, Purpose),
            now,
            expiresAt = now + TimeSpan.FromMinutes(options.Value.SyncPatienceMinutes),
        };
        return database.WriteAsync(
            async (transaction, token) =>
            {
                var joined = await transaction.ExecuteAsync(
                    """
                    UPDATE gateway_sync SET secret = @secret, expires_at = @expiresAt
                    WHERE tenant = @tenant AND associate_id = @associateId AND associate = @associate AND accounts = @accounts AND state = 0
                    """,
                    row, token);
                return joined > 0 || await AddAsync(transaction, row, tenant, token);
            },
            cancellationToken);
    }

    /// <summary>The tenant's call that is due next; null when all have ended.</summary>
    public Task<SyncCall?> NextAsync(Tenant tenant, CancellationToken cancellationToken) => database.FirstOrDefaultAsync<SyncCall>(
        $"SELECT {Columns} FROM gateway_sync WHERE tenant = @tenant AND state < 2 ORDER BY next_at, sync_id LIMIT 1",
        new { tenant = tenant.Name }, cancellationToken);

    /// <summary>Notes that the tenant is called now, and tells with what proof; null when the call has ended meanwhile.</summary>
    public async Task<UpstreamCredentials?> StartAsync(SyncCall call, CancellationToken cancellationToken)
    {
        var started = await database.WriteAsync(
            (transaction, token) => transaction.QueryAsync<string>(
                "UPDATE gateway_sync SET state = 1, attempts = attempts + 1 WHERE sync_id = @id AND state < 2 RETURNING secret",
                new { id = call.SyncId }, token),
            cancellationToken);
        return started is [{ } secret] ? UpstreamCredentials.Unprotect(protector, Purpose, secret) : null;
    }

    /// <summary>Lets a call wait, at most until it is given up.</summary>
    /// <param name="wholeLine">Whether what went wrong concerns the tenant's other calls as well, so that they wait too.</param>
    public Task PutOffAsync(SyncCall call, DateTimeOffset nextAt, string reason, bool wholeLine, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync(
                    "UPDATE gateway_sync SET state = 0, reason = @reason WHERE sync_id = @id AND state < 2", new { id = call.SyncId, reason }, token);
                return await transaction.ExecuteAsync(
                    """
                    UPDATE gateway_sync SET next_at = CASE WHEN expires_at < @nextAt THEN expires_at ELSE @nextAt END
                    WHERE state = 0 AND (sync_id = @id OR (@wholeLine AND tenant = @tenant AND next_at < @nextAt))
                    """,
                    new { id = call.SyncId, tenant = call.Tenant, nextAt, wholeLine }, token);
            },
            cancellationToken);

    /// <summary>Lets a call wait until somebody has it tried again with <see cref="ReviveAsync"/>; else it is given up when its time is over.</summary>
    public Task ParkAsync(SyncCall call, string reason, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE gateway_sync SET state = 0, reason = @reason, next_at = expires_at WHERE sync_id = @id AND state < 2",
        new { id = call.SyncId, reason }, cancellationToken);

    /// <summary>Has a call that waits or is parked made as soon as possible.</summary>
    /// <returns>False when there is no such call, or it has ended.</returns>
    public async Task<bool> ReviveAsync(int syncId, CancellationToken cancellationToken) => await database.ExecuteAsync(
        "UPDATE gateway_sync SET next_at = @now, attempts = 0 WHERE sync_id = @syncId AND state = 0",
        new { syncId, now = time.GetUtcNow() }, cancellationToken) == 1;

    /// <summary>Ends a call and forgets its proof.</summary>
    /// <param name="state"><see cref="SyncState.Done"/> or <see cref="SyncState.GivenUp"/>.</param>
    public Task EndAsync(SyncCall call, SyncState state, string reason, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE gateway_sync SET state = @state, secret = NULL, reason = @reason, ended_at = @now WHERE sync_id = @id AND state < 2",
        new { id = call.SyncId, state, reason, now = time.GetUtcNow() }, cancellationToken);

    /// <summary>Gives up what waits beyond its time because the settings do not name its tenant any more; forgets what ended long ago.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync("DELETE FROM gateway_sync WHERE ended_at <= @longAgo", new { longAgo = now - Shown }, token);
                return await transaction.ExecuteAsync(
                    """
                    UPDATE gateway_sync SET state = 3, secret = NULL, ended_at = @now, reason = 'given up: ' || reason
                    WHERE state = 0 AND expires_at <= @now
                    """,
                    new { now }, token);
            },
            cancellationToken);
    }

    /// <summary>What waits, runs, or has ended within a week; the newest first.</summary>
    public Task<IReadOnlyList<SyncCall>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<SyncCall>($"SELECT {Columns} FROM gateway_sync ORDER BY sync_id DESC", new { }, cancellationToken);

    /// <summary>How many calls have not ended.</summary>
    public async Task<int> CountOpenAsync(CancellationToken cancellationToken) =>
        await database.FirstOrDefaultAsync<int>("SELECT count(*) FROM gateway_sync WHERE state < 2", new { }, cancellationToken);

    private async Task<bool> AddAsync(DbTransaction transaction, object row, Tenant tenant, CancellationToken cancellationToken)
    {
        var waiting = await transaction.QueryAsync<int>("SELECT count(*) FROM gateway_sync WHERE tenant = @tenant AND state < 2", row, cancellationToken);
        if (waiting[0] >= options.Value.MaxQueuedSyncs)
        {
            throw new ThrottledException($"{waiting[0]} calls of SyncEmailAccounts wait for the tenant {tenant} already. Try again later.");
        }

        return await transaction.ExecuteAsync(
            """
            INSERT INTO gateway_sync (tenant, associate, associate_id, accounts, secret, state, requested_at, next_at, expires_at)
            VALUES (@tenant, @associate, @associateId, @accounts, @secret, 0, @now, @now, @expiresAt)
            """,
            row, cancellationToken) == 1;
    }
}
