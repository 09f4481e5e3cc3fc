using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>
/// Files copies that are due, and finishes the rows that ended processes left in the outbox, in one process at a time. Each process also stores
/// what became of its own messages while the database did not answer.
/// </summary>
internal sealed class OutboxWorker(OutboxStore store, Outbox outbox, Resender resender, CopyFiler copies, Supervisor supervisor, TimeProvider time) : BackgroundService
{
    /// <summary>How long sent messages are remembered.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenSearches = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenClearings = TimeSpan.FromHours(1);

    /// <summary>Runs before any call can send.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.SettleOrphansAsync(cancellationToken);
        }
        catch (StorageException)
        {
            // Not a reason to stop the start. It is retried at once, and then reported.
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Separate tasks, so that a failure of one does not affect the others.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        supervisor.RunOnOneNodeAsync("Filing of copies of sent mail", BetweenLooks, copies.FileDueAsync, stoppingToken),
        supervisor.RunOnOneNodeAsync("Sending again of messages", BetweenLooks, resender.SendDueAsync, stoppingToken),
        supervisor.RunAsync("Storing of results of sending", BetweenLooks, outbox.StoreResultsAsync, stoppingToken),
        supervisor.RunAsync("Search for messages that are not sent any more", BetweenSearches, outbox.SettleStraysAsync, stoppingToken),
        supervisor.RunOnOneNodeAsync("Search for interrupted sending", BetweenSearches, store.SettleOrphansAsync, stoppingToken),
        supervisor.RunOnOneNodeAsync("Cleanup of the outbox", BetweenClearings, token => store.ForgetAsync(time.GetUtcNow() - Memory, token), stoppingToken));
}
