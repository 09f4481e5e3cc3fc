using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>
/// At the start, finishes the rows that an earlier process left in the outbox; afterwards files copies that are due. Runs in the one
/// process that sends.
/// </summary>
internal sealed class OutboxWorker(OutboxStore store, CopyFiler copies, Supervisor supervisor, TimeProvider time) : BackgroundService
{
    /// <summary>How long sent messages are remembered.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenClearings = TimeSpan.FromHours(1);

    /// <summary>Rows after this one belong to this process.</summary>
    private int _lastOfOthers;

    /// <summary>Runs before any call can send.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _lastOfOthers = await store.LastIdAsync(cancellationToken);
        try
        {
            await store.SettleOrphansAsync(_lastOfOthers, cancellationToken);
        }
        catch (StorageException)
        {
            // Not a reason to stop the start. It is retried at once, and then reported.
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Two tasks, so that a failure of one does not affect the other.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        supervisor.RunAsync("Filing of copies of sent mail", BetweenLooks, copies.FileDueAsync, stoppingToken),
        supervisor.RunAsync("Cleanup of the outbox", BetweenClearings, ClearAsync, stoppingToken));

    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        await store.SettleOrphansAsync(_lastOfOthers, cancellationToken);
        await store.ForgetAsync(time.GetUtcNow() - Memory, cancellationToken);
    }
}
