using System.Data.Common;
using System.Security.Cryptography;
using Services83.EMail.Storage;

namespace Services83.EMail.Identity;

/// <summary>The result of checking a ticket: the associate, or why there is none.</summary>
/// <param name="Associate">Null when the ticket is refused.</param>
/// <param name="Application">Name of the application that it was issued to, empty when unknown; null when the ticket is refused.</param>
/// <param name="Refusal">For our own log; the client is told only that the ticket is not valid.</param>
public sealed record TicketCheck(StoredAssociate? Associate, string? Application, string? Refusal)
{
    /// <summary>When the ticket was issued, and when it was last used before this check, to the minute; both only of an accepted one.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUsedAt { get; init; }

    internal static TicketCheck Refused(string reason) => new(null, null, reason);
}

/// <summary>
/// Tickets are valid for six hours after their last use; an expired one cannot be renewed. The store holds only a hash of the secret
/// number, so nobody can log in with a copy of the database.
/// </summary>
public sealed class TicketStore(IDatabase database, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(6);

    private const string SelectValid = """
        SELECT ticket.ticket_id, ticket.associate_id, associate.login_name, ticket.application, ticket.created_at, ticket.last_used_at, ticket.expires_at
        FROM ticket JOIN associate USING (associate_id) WHERE ticket.expires_at > @now
        """;

    /// <summary>The ticket and its associate with one statement, because every call begins with it.</summary>
    private static readonly RowQuery<(Stub Ticket, StoredAssociate? Associate)> Find = new(
        $"""
        SELECT ticket.secret_hash, ticket.application, ticket.created_at, ticket.last_used_at, ticket.expires_at, {AssociateStore.Columns}
        FROM ticket LEFT JOIN associate USING (associate_id) WHERE ticket_id = @id
        """,
        row => (Stub.Read(row), row.IsNull(Stub.Columns) ? null : AssociateStore.Read(row, Stub.Columns)),
        "@id");

    /// <summary>Without this interval a busy client would cause a write per call.</summary>
    private static readonly TimeSpan RenewalStep = TimeSpan.FromMinutes(1);

    /// <summary>Creates a ticket and deletes expired ones.</summary>
    public async Task<string> IssueAsync(int associateId, string application, CancellationToken cancellationToken)
    {
        var ticket = Ticket.Create();
        var now = time.GetUtcNow();
        await database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync("DELETE FROM ticket WHERE expires_at <= @Now", new { Now = now }, token);
                // Issued by a clock that was ahead.
                await transaction.ExecuteAsync(
                    "UPDATE ticket SET last_used_at = @Now, expires_at = @Latest WHERE expires_at > @Latest", new { Now = now, Latest = now + Lifetime }, token);
                return await transaction.ExecuteAsync(
                    """
                    INSERT INTO ticket (ticket_id, secret_hash, associate_id, application, created_at, last_used_at, expires_at)
                    VALUES (@Id, @Hash, @AssociateId, @Application, @Now, @Now, @ExpiresAt)
                    """,
                    new
                    {
                        Id = ticket.Id.ToString("D"),
                        Hash = ticket.HashNumber(),
                        AssociateId = associateId,
                        Application = application,
                        Now = now,
                        ExpiresAt = now + Lifetime,
                    },
                    token);
            },
            cancellationToken);
        return ticket.ToText();
    }

    /// <summary>Finds the owner of this ticket and makes it valid for another six hours.</summary>
    public Task<TicketCheck> UseAsync(string text, CancellationToken cancellationToken) => CheckAsync(text, renews: true, cancellationToken);

    /// <summary>Finds the owner of this ticket.</summary>
    /// <param name="text">The ticket.</param>
    /// <param name="renews">Whether this is a use of it, which makes it valid for another six hours.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<TicketCheck> CheckAsync(string text, bool renews, CancellationToken cancellationToken)
    {
        if (!Ticket.TryParse(text, out var ticket))
        {
            return TicketCheck.Refused("malformed");
        }

        if (await Find.RunAsync(database, cancellationToken, ticket.Id.ToString("D")) is not [var (stub, associate)])
        {
            return TicketCheck.Refused("unknown id");
        }

        if (!CryptographicOperations.FixedTimeEquals(stub.SecretHash, ticket.HashNumber()))
        {
            return TicketCheck.Refused("wrong number");
        }

        var now = time.GetUtcNow();
        if (stub.ExpiresAt <= now)
        {
            return TicketCheck.Refused("expired");
        }

        if (associate is null or { Disabled: true })
        {
            return TicketCheck.Refused("its associate is disabled or deleted");
        }

        if (renews && (now - stub.LastUsedAt >= RenewalStep || stub.ExpiresAt > now + Lifetime))
        {
            await RenewAsync(ticket, now, cancellationToken);
        }

        return new TicketCheck(associate, stub.Application, Refusal: null) { CreatedAt = stub.CreatedAt, LastUsedAt = stub.LastUsedAt };
    }

    /// <summary>Ends a ticket. An unknown or ended one is ignored.</summary>
    public Task EndAsync(string text, CancellationToken cancellationToken) => Ticket.TryParse(text, out var ticket)
        ? database.ExecuteAsync(
            "DELETE FROM ticket WHERE ticket_id = @Id AND secret_hash = @Hash",
            new { Id = ticket.Id.ToString("D"), Hash = ticket.HashNumber() }, cancellationToken)
        : Task.CompletedTask;

    /// <summary>The valid tickets, the latest used first.</summary>
    public Task<IReadOnlyList<StoredTicket>> ListAsync(CancellationToken cancellationToken) => database.QueryAsync<StoredTicket>(
        $"{SelectValid} ORDER BY ticket.last_used_at DESC, ticket.ticket_id", new { now = time.GetUtcNow() }, cancellationToken);

    /// <summary>The valid tickets, the latest used first, page by page.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<Page<StoredTicket>> ListAsync(Scope scope, int page, CancellationToken cancellationToken) => Page.Of(
        await database.QueryAsync<StoredTicket>(
            $"{SelectValid} AND {Scope.Includes("ticket.associate_id")} ORDER BY ticket.last_used_at DESC, ticket.ticket_id {Page.Clause}",
            new { now = time.GetUtcNow(), scope.AssociateId, take = Page.Take, skip = Page.Skip(page) }, cancellationToken),
        page);

    /// <summary>Ends one ticket.</summary>
    /// <param name="ticketId">As <see cref="StoredTicket.TicketId"/> has it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RevokeAsync(string ticketId, CancellationToken cancellationToken) =>
        await database.ExecuteAsync("DELETE FROM ticket WHERE ticket_id = @ticketId", new { ticketId }, cancellationToken) == 1;

    /// <summary>Ends the tickets of everybody in the scope.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> RevokeAsync(Scope scope, CancellationToken cancellationToken) =>
        database.ExecuteAsync($"DELETE FROM ticket WHERE {Scope.Includes("associate_id")}", new { scope.AssociateId }, cancellationToken);

    private Task<int> RenewAsync(Ticket ticket, DateTimeOffset now, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE ticket SET last_used_at = @Now, expires_at = @ExpiresAt WHERE ticket_id = @Id AND expires_at > @Now",
        new { Id = ticket.Id.ToString("D"), Now = now, ExpiresAt = now + Lifetime }, cancellationToken);

    private sealed record Stub(byte[] SecretHash, string Application, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt)
    {
        /// <summary>How many columns it has.</summary>
        public const int Columns = 5;

        public static Stub Read(DbDataReader row) => new(
            row.GetFieldValue<byte[]>(0), row.Text(1), row.Moment(2), row.Moment(3), row.Moment(4));
    }
}
