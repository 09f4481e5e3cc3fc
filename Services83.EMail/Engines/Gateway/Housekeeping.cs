using Services83.EMail.Background;
using Services83.EMail.Engines.Gateway.Identity;
using Services83.EMail.Engines.Gateway.Sync;

namespace Services83.EMail.Engines.Gateway;

/// <summary>Erases secrets soon after nothing needs them any more, also while nobody calls.</summary>
internal sealed class Housekeeping(
    GatewayTicketStore tickets, SyncCallStore syncs, Supervisor supervisor) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Two tasks, so that neither suffers from what may befall the other.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        supervisor.RunAsync("The erasing of tickets that have run out", Interval, tickets.ForgetAsync, stoppingToken),
        supervisor.RunAsync("The erasing of queued syncs that have ended", Interval, syncs.ForgetAsync, stoppingToken));
}
