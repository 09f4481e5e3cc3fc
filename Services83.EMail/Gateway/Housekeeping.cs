using Services83.EMail.Gateway.Identity;
using Services83.EMail.Gateway.Sync;
using Services83.EMail.Storage;

namespace Services83.EMail.Gateway;

/// <summary>Erases secrets soon after nothing needs them any more, also while nobody calls.</summary>
internal sealed partial class Housekeeping(
    GatewayTicketStore tickets, SyncCallStore syncs, TimeProvider time, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await tickets.ForgetAsync(stoppingToken);
                await syncs.ForgetAsync(stoppingToken);
            }
            catch (StorageException exception)
            {
                LogStorage(exception);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    [LoggerMessage(5003, LogLevel.Error, "Secrets that are not needed any more could not be erased; tried again in ten minutes")]
    private partial void LogStorage(Exception exception);
}
