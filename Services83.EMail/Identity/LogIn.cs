namespace Services83.EMail.Identity;

/// <summary>A login that was accepted. A class, as a record would print the ticket.</summary>
public sealed class LogIn(StoredAssociate associate, string ticket)
{
    public StoredAssociate Associate { get; } = associate;

    /// <summary>What the client sends from now on.</summary>
    public string Ticket { get; } = ticket;
}
