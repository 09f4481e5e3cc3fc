using Services83.EMail.Gateway.Identity;
using Services83.EMail.Gateway.Sync;
using Services83.EMail.Storage;

namespace Services83.EMail.Gateway;

/// <summary>Erases secrets soon after nothing needs them any more, also while nobody calls.</summary>
internal sealed partial class Housekeeping(
    GatewayTicketStore tickets, SyncCallStore syncs, TimeProvider time, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await ForgetAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // An end like any other; the host would take an exception for a reason to stop, also when it has not started.
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tickets.ForgetAsync(cancellationToken);
            await syncs.ForgetAsync(cancellationToken);
        }
        catch (StorageException exception)
        {
            LogStorage(exception);
        }
    }

    [LoggerMessage(5003, LogLevel.Error, "Secrets that are not needed any more could not be erased; tried again in ten minutes")]
    private partial void LogStorage(Exception exception);
}
