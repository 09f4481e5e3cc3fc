namespace Services83.EMail.Storage;

/// <summary>
/// Short messages to the other processes on the same database, so that they need not wait until they look into it. A message may get lost, so
/// nothing may depend on one.
/// </summary>
public interface ISignals
{
    /// <summary>Calls the handler for each message of this process and of others. It must return at once and not throw.</summary>
    void Listen(Action<string> handler);

    /// <summary>Sends a message of at most 1000 characters. A failure is ignored.</summary>
    Task SendAsync(string message, CancellationToken cancellationToken);

    /// <summary>Receives the messages of other processes for half a minute, so that the caller sees that this works.</summary>
    /// <exception cref="StorageException">The connection broke.</exception>
    Task ReceiveAsync(CancellationToken cancellationToken);
}
