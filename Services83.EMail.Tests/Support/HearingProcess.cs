using Services83.EMail.Storage;
using Services83.EMail.Storage.PostgreSql;

namespace Services83.EMail.Tests.Support;

/// <summary>The signals of one of several processes on a PostgreSQL database, which it receives from the start.</summary>
internal sealed class HearingProcess : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PostgreSqlSignals _signals;

    private HearingProcess(StorageOptions options)
    {
        _signals = SignalsOf(options);
        Receiving = _signals.ReceiveAsync(_stop.Token);
    }

    public ISignals Signals => _signals;

    /// <summary>Ends when the connection breaks.</summary>
    public Task Receiving { get; }

    public static async Task<HearingProcess> StartAsync(StorageOptions options, CancellationToken cancellationToken)
    {
        const string Topic = "is-anybody-there";
        var process = new HearingProcess(options);
        var hears = false;
        process.Signals.Listen(Topic, _ => Volatile.Write(ref hears, true));
        await using var other = SignalsOf(options);
        await Polling.UntilAsync(
            async () =>
            {
                await other.SendAsync(Topic, "", cancellationToken);
                return Volatile.Read(ref hears);
            },
            cancellationToken);
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _signals.DisposeAsync();
        _stop.Dispose();
    }

    private static PostgreSqlSignals SignalsOf(StorageOptions options) => new(Microsoft.Extensions.Options.Options.Create(options), TimeProvider.System);
}
