using System.Security.Cryptography;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Gateway.Identity;

/// <summary>
/// Tickets that the gateway issues for a password: the client gets a ticket, the tenant gets the password at each call, and the database
/// holds the password encrypted while the ticket is valid, which is six hours after its last use.
/// </summary>
public sealed class GatewayTicketStore(IDatabase database, SecretProtector protector, TimeProvider time)
{
    private const string Purpose = "Gateway.Ticket";

    private static readonly TimeSpan RenewalStep = TimeSpan.FromMinutes(1);

    /// <summary>How long an expired ticket is known as one of ours, so that it is not sent to a tenant.</summary>
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

    /// <summary>Deletes the secrets of expired tickets.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.WriteAsync(
            async (transaction, token) =>
            {
                // Issued by a clock that was ahead. Ended tickets have no secret any more.
                await transaction.ExecuteAsync(
                    "UPDATE gateway_ticket SET last_used_at = @now, expires_at = @latest WHERE expires_at > @latest",
                    new { now, latest = now + TicketStore.Lifetime }, token);
                await transaction.ExecuteAsync("UPDATE gateway_ticket SET secret = NULL WHERE expires_at <= @now AND secret IS NOT NULL", new { now }, token);
                return await transaction.ExecuteAsync("DELETE FROM gateway_ticket WHERE expires_at <= @longAgo", new { longAgo = now - Remembered }, token);
            },
            cancellationToken);
    }

    /// <summary>The credentials behind a ticket of ours, which is then valid for another six hours; null for a text that is not a ticket of
    /// ours.</summary>
    /// <exception cref="NotAuthenticatedException">It has expired, or was issued for another tenant.</exception>
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
            throw new NotAuthenticatedException("The ticket is invalid or has expired. Log in again.");
        }

        if (now - row.LastUsedAt >= RenewalStep || row.ExpiresAt > now + TicketStore.Lifetime)
        {
            await database.ExecuteAsync(
                "UPDATE gateway_ticket SET last_used_at = @now, expires_at = @expiresAt WHERE ticket_id = @id AND expires_at > @now",
                new { id, now, expiresAt = now + TicketStore.Lifetime }, cancellationToken);
        }

        return UpstreamCredentials.Unprotect(protector, Purpose, row.Secret);
    }

    /// <summary>Ends a ticket of ours and deletes its secret; any other text is ignored.</summary>
    public Task EndAsync(string text, CancellationToken cancellationToken) => Ticket.TryParse(text, out var ticket)
        ? database.ExecuteAsync(
            "UPDATE gateway_ticket SET secret = NULL, expires_at = @now WHERE ticket_id = @id AND secret_hash = @hash AND secret IS NOT NULL",
            new { now = time.GetUtcNow(), id = ticket.Id.ToString("D"), hash = ticket.HashNumber() }, cancellationToken)
        : Task.CompletedTask;

    /// <summary>The number of valid tickets of each tenant, by the tenant's name.</summary>
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
