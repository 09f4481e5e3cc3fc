namespace Services83.EMail.Storage;

/// <summary>
/// Short messages to the other processes on the same database, so that they need not wait until they look into it. A message may get lost: then
/// they know later, or not exactly, what it said, but nothing may become wrong.
/// </summary>
public interface ISignals
{
    /// <summary>Calls the handler with each message of another process. It must return at once and not throw.</summary>
    /// <param name="topic">Which messages: those sent with this word.</param>
    /// <param name="handler">Gets the text of a message.</param>
    void Listen(string topic, Action<string> handler);

    /// <summary>Sends a message to the other processes; this one does not hear it. A failure is ignored.</summary>
    /// <param name="topic">One word; the same in every process.</param>
    /// <param name="text">At most 1000 characters.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    Task SendAsync(string topic, string text, CancellationToken cancellationToken);

    /// <summary>Receives the messages of other processes for half a minute, so that the caller sees that this works.</summary>
    /// <exception cref="StorageException">The connection broke.</exception>
    Task ReceiveAsync(CancellationToken cancellationToken);
}
