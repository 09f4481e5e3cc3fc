using Services83.EMail.Storage;

namespace Services83.EMail.Background;

/// <summary>Receives what other processes on the same database tell this one.</summary>
internal sealed class SignalReceiver(ISignals signals, Supervisor supervisor) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        supervisor.RunAsync("Receiving of news from other processes", TimeSpan.Zero, signals.ReceiveAsync, stoppingToken);
}
