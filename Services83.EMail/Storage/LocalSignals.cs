namespace Services83.EMail.Storage;

/// <summary>The signals of the only process: there is nobody to hear them.</summary>
internal sealed class LocalSignals : ISignals
{
    public void Listen(string topic, Action<string> handler)
    {
    }

    public Task SendAsync(string topic, string text, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ReceiveAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
}
