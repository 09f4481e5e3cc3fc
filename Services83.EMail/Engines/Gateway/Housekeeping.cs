using Services83.EMail.Background;
using Services83.EMail.Engines.Gateway.Identity;
using Services83.EMail.Engines.Gateway.Sync;

namespace Services83.EMail.Engines.Gateway;

/// <summary>Deletes secrets soon after they are no longer needed, even if there are no calls.</summary>
internal sealed class Housekeeping(
    GatewayTicketStore tickets, SyncCallStore syncs, Supervisor supervisor) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Two tasks, so that a failure of one does not affect the other.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        supervisor.RunOnOneNodeAsync("Deletion of expired tickets", Interval, tickets.ForgetAsync, stoppingToken),
        supervisor.RunOnOneNodeAsync("Deletion of ended queued syncs", Interval, syncs.ForgetAsync, stoppingToken));
}
