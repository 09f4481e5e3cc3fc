using Services83.EMail.Storage;

namespace Services83.EMail.Gateway.Sync;

/// <summary>Makes the queued calls: of each tenant one at a time, in the order in which they are due.</summary>
internal sealed partial class SyncRunner(
    Tenants tenants, SyncCallStore store, SyncAttempt attempt, SyncSignal signal, TimeProvider time, ILogger<SyncRunner> logger)
    : BackgroundService
{
    private static readonly TimeSpan AfterStorageFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(tenants.List.Select(tenant => RunAsync(tenant, stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // An end like any other; the host would take an exception for a reason to stop, also when it has not started.
        }
    }

    private async Task RunAsync(Tenant tenant, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await RunNextAsync(tenant, stoppingToken);
            }
            catch (StorageException exception)
            {
                LogStorage(exception, tenant);
                await Task.Delay(AfterStorageFailure, time, stoppingToken);
            }
        }
    }

    private async Task RunNextAsync(Tenant tenant, CancellationToken stoppingToken)
    {
        var next = await store.NextAsync(tenant, stoppingToken);
        if (next is null)
        {
            await signal.WaitAsync(tenant, Timeout.InfiniteTimeSpan, stoppingToken);
        }
        else if (next.NextAt - time.GetUtcNow() is { Ticks: > 0 } wait)
        {
            await signal.WaitAsync(tenant, wait, stoppingToken);
        }
        else
        {
            await attempt.MakeAsync(tenant, next, stoppingToken);
        }
    }

    [LoggerMessage(5010, LogLevel.Error, "The queue of tenant {Tenant}: the database failed")]
    private partial void LogStorage(Exception exception, Tenant tenant);
}
