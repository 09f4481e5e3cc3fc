using Quartz;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Documents;

namespace Services83.EMail.Agent.Documents;

/// <summary>Clears temporary documents away whose time is over. That they are not read any more does not depend on it.</summary>
[DisallowConcurrentExecution]
internal sealed partial class TemporarySweepJob(TemporaryDocumentStore store, ILogger<TemporarySweepJob> logger) : IJob
{
    public static readonly JobKey Key = new(nameof(TemporarySweepJob));

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var swept = await store.SweepAsync(cancellationToken);
            if (swept > 0)
            {
                LogSwept(swept);
            }
        }
        catch (StorageException exception)
        {
            LogStorage(exception);
        }
    }

    [LoggerMessage(4101, LogLevel.Information, "{Count} temporary documents were cleared away")]
    private partial void LogSwept(int count);

    [LoggerMessage(4102, LogLevel.Error, "The database does not answer; temporary documents are cleared away later")]
    private partial void LogStorage(Exception exception);
}
