using Quartz;
using Services83.EMail.Storage;

namespace Services83.EMail.Sync;

/// <summary>Looks again and again for requests that this process does not know of.</summary>
[DisallowConcurrentExecution]
internal sealed partial class SweepJob(SyncDispatcher dispatcher, ILogger<SweepJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await dispatcher.SweepAsync(cancellationToken);
        }
        catch (StorageException exception)
        {
            LogStorage(exception);
        }
    }

    [LoggerMessage(3301, LogLevel.Error, "The database does not answer; waiting syncs are looked for again later")]
    private partial void LogStorage(Exception exception);
}
