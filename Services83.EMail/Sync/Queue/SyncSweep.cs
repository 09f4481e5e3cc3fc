using Microsoft.Extensions.Options;
using Services83.EMail.Background;

namespace Services83.EMail.Sync.Queue;

/// <summary>Has one of the processes look periodically for requests, and at once when another process says that there is one.</summary>
internal sealed class SyncSweep(SyncDispatcher dispatcher, Supervisor supervisor, IOptions<SyncOptions> options) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        supervisor.RunOnOneNodeAsync(SyncDispatcher.Search, TimeSpan.FromSeconds(options.Value.SweepSeconds), dispatcher.SearchAsync, stoppingToken),
        supervisor.RunAsync("Start of syncs requested elsewhere", TimeSpan.Zero, dispatcher.AnswerNewsAsync, stoppingToken));
}
