using Microsoft.Extensions.Options;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Sync;

namespace Services83.EMail.Agent.Sending;

/// <summary>
/// Settles at the start what a process before left in the outbox, and afterwards files copies that are due. Runs in the one process that
/// sends.
/// </summary>
internal sealed partial class OutboxWorker(
    OutboxStore store, CopyFiler copies, IOptions<SyncOptions> options, TimeProvider time, ILogger<OutboxWorker> logger) : BackgroundService
{
    /// <summary>How long it is known what was sent.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>Before anybody can send.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.SettleOrphansAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.SweepSeconds), time);
        try
        {
            do
            {
                await SweepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // An end like any other; the host would take an exception for a reason to stop, also when it has not started.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await copies.FileDueAsync(cancellationToken);
            await store.ForgetAsync(time.GetUtcNow() - Memory, cancellationToken);
        }
        catch (StorageException exception)
        {
            LogStorage(exception);
        }
    }

    [LoggerMessage(4231, LogLevel.Error, "The database does not answer; copies of sent mail are looked for again later")]
    private partial void LogStorage(Exception exception);
}
