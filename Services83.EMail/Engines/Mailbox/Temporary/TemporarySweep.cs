using Services83.EMail.Background;
using Services83.EMail.Storage.Documents;

namespace Services83.EMail.Engines.Mailbox.Temporary;

/// <summary>Deletes expired temporary documents. They cannot be read even before that.</summary>
internal sealed partial class TemporarySweep(
    TemporaryDocumentStore store, Supervisor supervisor, ILogger<TemporarySweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        supervisor.RunOnOneNodeAsync("Deletion of temporary documents", Interval, SweepAsync, stoppingToken);

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var swept = await store.SweepAsync(cancellationToken);
        if (swept > 0)
        {
            LogSwept(swept);
        }
    }

    [LoggerMessage(4101, LogLevel.Information, "{Count} temporary documents were deleted")]
    private partial void LogSwept(int count);
}
