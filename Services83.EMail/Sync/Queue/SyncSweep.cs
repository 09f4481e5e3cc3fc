using Microsoft.Extensions.Options;
using Services83.EMail.Background;

namespace Services83.EMail.Sync.Queue;

/// <summary>Looks periodically for requests that this process does not know.</summary>
internal sealed class SyncSweep(SyncDispatcher dispatcher, Supervisor supervisor, IOptions<SyncOptions> options) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => supervisor.RunAsync(
        "Search for requested syncs", TimeSpan.FromSeconds(options.Value.SweepSeconds), dispatcher.SweepAsync, stoppingToken);
}
