using Services83.EMail.Background;
using Services83.EMail.Storage.Documents;

namespace Services83.EMail.Engines.Mailbox.Temporary;

/// <summary>Clears temporary documents away whose time is over. That they are not read any more does not depend on it.</summary>
internal sealed partial class TemporarySweep(
    TemporaryDocumentStore store, Supervisor supervisor, ILogger<TemporarySweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        supervisor.RunAsync("The clearing away of temporary documents", Interval, SweepAsync, stoppingToken);

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var swept = await store.SweepAsync(cancellationToken);
        if (swept > 0)
        {
            LogSwept(swept);
        }
    }

    [LoggerMessage(4101, LogLevel.Information, "{Count} temporary documents were cleared away")]
    private partial void LogSwept(int count);
}
