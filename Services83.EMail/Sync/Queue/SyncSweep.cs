using Microsoft.Extensions.Options;
using Services83.EMail.Background;
using Services83.EMail.Storage;

namespace Services83.EMail.Sync.Queue;

/// <summary>Has one of the processes look periodically for requests, and at once when another process says that there is one.</summary>
internal sealed class SyncSweep(
    SyncDispatcher dispatcher, ISignals signals, INode node, Supervisor supervisor, IOptions<SyncOptions> options) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var search = supervisor.RunOnOneNodeAsync(
            SyncDispatcher.Search, TimeSpan.FromSeconds(options.Value.SweepSeconds), dispatcher.SearchAsync, stoppingToken);
        return !node.IsShared ? search : Task.WhenAll(
            search,
            supervisor.RunAsync("Receiving of news from other processes", TimeSpan.Zero, signals.ReceiveAsync, stoppingToken),
            supervisor.RunAsync("Start of syncs requested elsewhere", TimeSpan.Zero, dispatcher.AnswerNewsAsync, stoppingToken));
    }
}
