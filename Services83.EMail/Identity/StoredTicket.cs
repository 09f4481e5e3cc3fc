namespace Services83.EMail.Identity;

/// <summary>A ticket as it is stored. It does not hold the secret number, so nobody can log in with it.</summary>
public sealed record StoredTicket
{
    /// <summary>The GUID inside the ticket, in lower case with hyphens.</summary>
    public string TicketId { get; init; } = "";

    public int AssociateId { get; init; }

    public string LoginName { get; init; } = "";

    /// <summary>The application that it was issued to; empty if unknown.</summary>
    public string Application { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset LastUsedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}
