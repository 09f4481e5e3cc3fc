using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Telemetry;

namespace Services83.EMail.Hosting.Exporting;

/// <summary>
/// Shows how many accounts, requests and messages are in which state. Exports cannot wait for the database, so it is asked in the background.
/// Several processes of one database show the same numbers.
/// </summary>
internal sealed class StateGauges : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(15);

    private readonly StateCounts _counts;
    private readonly Supervisor _supervisor;

    private volatile IReadOnlyDictionary<string, long> _accounts = new Dictionary<string, long>();
    private volatile IReadOnlyDictionary<string, long> _requests = new Dictionary<string, long>();
    private volatile IReadOnlyDictionary<string, long> _outgoing = new Dictionary<string, long>();

    public StateGauges(ProgramMeter meter, StateCounts counts, LoopBoard board, Supervisor supervisor, IOptions<StorageOptions> storage)
    {
        (_counts, _supervisor) = (counts, supervisor);
        meter.Gauge("services83.accounts", "{account}", "Accounts by state.", () => ByState(_accounts));
        meter.Gauge("services83.sync.requests", "{request}", "Requested syncs by state.", () => ByState(_requests));
        meter.Gauge("services83.outgoing", "{message}", "Sent messages that need a person, by state.", () => ByState(_outgoing));
        meter.Gauge("services83.background.failing", "{task}", "Background tasks of this process that fail.", () => Failing(board));
        if (storage.Value.Provider == StorageProvider.Sqlite)
        {
            meter.Gauge("services83.storage.size", "By", "Size of the database's files and their logs.", () => [new(storage.Value.DatabaseBytes)]);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        _supervisor.RunAsync("Count of accounts for the metrics", BetweenLooks, LookAsync, stoppingToken);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        _accounts = await _counts.AccountsAsync(cancellationToken);
        _requests = await _counts.RequestsAsync(cancellationToken);
        _outgoing = await _counts.OutgoingAsync(cancellationToken);
    }

    private static IEnumerable<Measurement<long>> ByState(IReadOnlyDictionary<string, long> counts) =>
        counts.Select(count => new Measurement<long>(count.Value, new KeyValuePair<string, object?>(Attributes.State, count.Key)));

    /// <summary>One number for each failing task; a task that works has none.</summary>
    private static IEnumerable<Measurement<long>> Failing(LoopBoard board) =>
        board.Troubles.Select(trouble => new Measurement<long>(1, new KeyValuePair<string, object?>(Attributes.Task, trouble.Name)));
}
