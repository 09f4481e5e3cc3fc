using System.Security.Cryptography;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Gateway.Identity;

/// <summary>
/// Tickets that the gateway issues for a password: the client gets a ticket, the tenant gets the password at each call, and the database
/// holds it encrypted for as long as the ticket is good, which is six hours after its last use.
/// </summary>
public sealed class GatewayTicketStore(IDatabase database, SecretProtector protector, TimeProvider time)
{
    private const string Purpose = "Gateway.Ticket";

    private static readonly TimeSpan RenewalStep = TimeSpan.FromMinutes(1);

    /// <summary>How long a ticket that has run out is remembered as one of ours, so that it is not shown to a tenant.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <summary>Makes a ticket for a tenant.</summary>
    public async Task<string> IssueAsync(Tenant tenant, UpstreamCredentials credentials, CancellationToken cancellationToken)
    {
        var ticket = Ticket.Create();
        var now = time.GetUtcNow();
        var secret = credentials.Protect(protector, Purpose);
        await database.ExecuteAsync(
            """
            INSERT INTO gateway_ticket (ticket_id, secret_hash, tenant, secret, last_used_at, expires_at)
            VALUES (@id, @hash, @tenant, @secret, @now, @expiresAt)
            """,
            new
            {
                id = ticket.Id.ToString("D"),
                hash = ticket.HashNumber(),
                tenant = tenant.Name,
                secret,
                now,
                expiresAt = now + TicketStore.Lifetime,
            },
            cancellationToken);
        return ticket.ToText();
    }

    /// <summary>Forgets the secrets of tickets that have run out.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.WriteAsync(
            async (transaction, token) =>
            {
                // Issued by a clock that was ahead. Those that were ended have no secret any more.
                await transaction.ExecuteAsync(
                    "UPDATE gateway_ticket SET last_used_at = @now, expires_at = @latest WHERE expires_at > @latest",
                    new { now, latest = now + TicketStore.Lifetime }, token);
                await transaction.ExecuteAsync("UPDATE gateway_ticket SET secret = NULL WHERE expires_at <= @now AND secret IS NOT NULL", new { now }, token);
                return await transaction.ExecuteAsync("DELETE FROM gateway_ticket WHERE expires_at <= @longAgo", new { longAgo = now - Remembered }, token);
            },
            cancellationToken);
    }

    /// <summary>What stands behind a ticket of ours, which lasts for another six hours by it; null for a text that is none of ours.</summary>
    /// <exception cref="NotAuthenticatedException">It has run out, or was issued for another tenant.</exception>
    public async Task<UpstreamCredentials?> UseAsync(Tenant tenant, string text, CancellationToken cancellationToken)
    {
        var id = Ticket.TryParse(text, out var ticket) ? ticket.Id.ToString("D") : null;
        var row = id is null ? null : await database.FirstOrDefaultAsync<Row>(
            "SELECT secret_hash, tenant, secret, last_used_at, expires_at FROM gateway_ticket WHERE ticket_id = @id", new { id }, cancellationToken);
        if (row is null)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (!CryptographicOperations.FixedTimeEquals(row.SecretHash, ticket!.HashNumber())
            || row.ExpiresAt <= now || row.Secret is null
            || !row.Tenant.Equals(tenant.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new NotAuthenticatedException("The ticket is not valid, or not any more. Log in again.");
        }

        if (now - row.LastUsedAt >= RenewalStep || row.ExpiresAt > now + TicketStore.Lifetime)
        {
            await database.ExecuteAsync(
                "UPDATE gateway_ticket SET last_used_at = @now, expires_at = @expiresAt WHERE ticket_id = @id AND expires_at > @now",
                new { id, now, expiresAt = now + TicketStore.Lifetime }, cancellationToken);
        }

        return UpstreamCredentials.Unprotect(protector, Purpose, row.Secret);
    }

    /// <summary>Ends a ticket of ours and forgets its secret; anything else is passed over.</summary>
    public Task EndAsync(string text, CancellationToken cancellationToken) => Ticket.TryParse(text, out var ticket)
        ? database.ExecuteAsync(
            "UPDATE gateway_ticket SET secret = NULL, expires_at = @now WHERE ticket_id = @id AND secret_hash = @hash AND secret IS NOT NULL",
            new { now = time.GetUtcNow(), id = ticket.Id.ToString("D"), hash = ticket.HashNumber() }, cancellationToken)
        : Task.CompletedTask;

    /// <summary>How many tickets of each tenant are good, by the tenant's name.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await database.QueryAsync<TenantCount>(
            "SELECT tenant, count(*) AS count FROM gateway_ticket WHERE expires_at > @now GROUP BY tenant", new { now = time.GetUtcNow() }, cancellationToken);
        return counts.ToDictionary(count => count.Tenant, count => count.Count, StringComparer.OrdinalIgnoreCase);
    }

    private sealed class Row
    {
        public byte[] SecretHash { get; init; } = [];

        public string Tenant { get; init; } = "";

        public string? Secret { get; init; }

        public DateTimeOffset LastUsedAt { get; init; }

        public DateTimeOffset ExpiresAt { get; init; }
    }

    private sealed class TenantCount
    {
        public string Tenant { get; init; } = "";

        public int Count { get; init; }
    }
}
