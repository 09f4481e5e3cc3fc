using Services83.EMail.Background;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Gateway.Sync;

/// <summary>Makes the queued calls: one at a time for each tenant, in the order in which they are due.</summary>
internal sealed partial class SyncRunner(
    Tenants tenants, SyncCallStore store, SyncAttempt attempt, SyncSignal signal, INode node, Supervisor supervisor, TimeProvider time,
    ILogger<SyncRunner> logger)
    : BackgroundService
{
    /// <summary>After this many unexpected failures a call is left to the operator.</summary>
    private const int MaxUnforeseen = 10;

    /// <summary>How often a waiting queue is checked for rows that another process has written.</summary>
    private static readonly TimeSpan LongestNap = TimeSpan.FromSeconds(10);

    private static readonly BackOff AfterUnforeseen = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), Random.Shared.NextDouble);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(tenants.List.Select(tenant => supervisor.RunOnOneNodeAsync(
        $"Queue of tenant {tenant}", TimeSpan.Zero, token => RunNextAsync(tenant, token), stoppingToken)));

    private async Task RunNextAsync(Tenant tenant, CancellationToken stoppingToken)
    {
        var next = await store.NextAsync(tenant, stoppingToken);
        if (next is null)
        {
            await signal.WaitAsync(tenant, node.IsShared ? LongestNap : Timeout.InfiniteTimeSpan, stoppingToken);
        }
        else if (next.NextAt - time.GetUtcNow() is { Ticks: > 0 } wait && wait <= next.Patience)
        {
            await signal.WaitAsync(tenant, wait < LongestNap ? wait : LongestNap, stoppingToken);
        }
        else
        {
            await MakeAsync(tenant, next, stoppingToken);
        }
    }

    /// <summary>A call with an unexpected failure waits on its own; the tenant's other calls continue.</summary>
    private async Task MakeAsync(Tenant tenant, SyncCall call, CancellationToken stoppingToken)
    {
        try
        {
            await attempt.MakeAsync(tenant, call, stoppingToken);
        }
        catch (Exception exception) when (exception is not StorageException && !stoppingToken.IsCancellationRequested)
        {
            LogUnforeseen(exception, call.SyncId, tenant);
            var attempts = call.Attempts + 1;
            await (attempts < MaxUnforeseen
                ? store.PutOffAsync(call, time.GetUtcNow() + AfterUnforeseen.Wait(attempts), exception.Message, wholeLine: false, stoppingToken)
                : store.HoldAsync(call, $"held after {attempts} attempts: {exception.Message}", stoppingToken));
        }
    }

    [LoggerMessage(5010, LogLevel.Error, "Queued sync {SyncId} of tenant {Tenant} failed")]
    private partial void LogUnforeseen(Exception exception, int syncId, Tenant tenant);
}
