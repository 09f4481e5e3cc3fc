namespace Services83.EMail.Storage;

/// <summary>The signals of the only process.</summary>
internal sealed class LocalSignals : ISignals
{
    private Action<string>? _handlers;

    public void Listen(Action<string> handler) => _handlers += handler;

    public Task SendAsync(string message, CancellationToken cancellationToken)
    {
        _handlers?.Invoke(message);
        return Task.CompletedTask;
    }

    public Task ReceiveAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
}
