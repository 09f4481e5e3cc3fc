namespace Services83.EMail.Identity;

/// <summary>Authenticates callers of the EMail agent. Each engine has its own implementation; the doors know only this interface.</summary>
public interface ICallerAuthentication
{
    /// <summary>For a call with a ticket. The ticket's lifetime starts again.</summary>
    /// <param name="ticket">The ticket, unchanged; null when there is none.</param>
    /// <param name="applicationToken">The application's token, unchanged; null when there is none.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <returns>The caller; null when only the tenant behind the engine knows the caller.</returns>
    /// <exception cref="AgentException">The call is refused.</exception>
    Task<Caller?> AuthenticateAsync(string? ticket, string? applicationToken, CancellationToken cancellationToken);

    /// <summary>Ends a ticket. If that is not possible, the ticket expires by itself.</summary>
    /// <param name="ticket">The ticket, unchanged.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    Task EndAsync(string ticket, CancellationToken cancellationToken) => Task.CompletedTask;
}
