namespace Services83.EMail.Identity;

/// <summary>Finds out who calls the EMail agent. Each engine has its own way; the doors know this one only.</summary>
public interface ICallerAuthentication
{
    /// <summary>For a call that brings a ticket. The ticket lasts longer by it.</summary>
    /// <param name="ticket">As it came; null without one.</param>
    /// <param name="applicationToken">As it came; null without one.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <returns>Who calls; null where only whoever stands behind the engine knows that.</returns>
    /// <exception cref="AgentException">The call is refused.</exception>
    Task<Caller?> AuthenticateAsync(string? ticket, string? applicationToken, CancellationToken cancellationToken);

    /// <summary>Ends a ticket. Where that is not possible it runs out by itself.</summary>
    /// <param name="ticket">As it came.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    Task EndAsync(string ticket, CancellationToken cancellationToken) => Task.CompletedTask;
}
