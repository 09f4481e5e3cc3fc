using Services83.EMail.Background;

namespace Services83.EMail.RecentCalls;

/// <summary>
/// Stores the collected calls: the first one after a quiet time at once, the others together, at most every five seconds. A process that is killed
/// loses those of the last five seconds from the list; the log has them.
/// </summary>
public sealed partial class RecentCallWriter(CallCollector collector, RecentCallStore store, Supervisor supervisor, ILogger<RecentCallWriter> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenCleanups = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>What could not be stored, and is tried again before anything else.</summary>
    private CallBatch? _taken;

    /// <summary>Stores what was collected until now.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await StoreTakenAsync(cancellationToken);
            _taken = collector.Take();
            await StoreTakenAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await FlushAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            LogLost(exception);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        supervisor.RunAsync("Storing of recent calls", Interval, StoreAsync, stoppingToken),
        supervisor.RunOnOneNodeAsync("Deletion of old calls from the list", BetweenCleanups, store.ForgetAsync, stoppingToken));

    private async Task StoreTakenAsync(CancellationToken cancellationToken)
    {
        if (_taken is not null)
        {
            await store.AddAsync(_taken, cancellationToken);
            _taken = null;
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        // What failed before does not wait for another call.
        if (_taken is null)
        {
            await collector.WhenAnyAsync(cancellationToken);
        }

        await FlushAsync(cancellationToken);
    }

    [LoggerMessage(9101, LogLevel.Warning, "The calls of the last seconds are not stored in the list of recent calls; the log has them")]
    private partial void LogLost(Exception exception);
}
