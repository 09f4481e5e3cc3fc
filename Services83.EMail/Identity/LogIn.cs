namespace Services83.EMail.Identity;

/// <summary>An accepted login. A class, because a record would print the ticket.</summary>
public sealed class LogIn(StoredAssociate associate, string ticket)
{
    public StoredAssociate Associate { get; } = associate;

    /// <summary>The ticket that the client sends from now on.</summary>
    public string Ticket { get; } = ticket;
}
