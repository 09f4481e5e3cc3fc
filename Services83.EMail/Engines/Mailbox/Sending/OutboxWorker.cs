using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>
/// Settles at the start what a process before left in the outbox, and afterwards files copies that are due. Runs in the one process that
/// sends.
/// </summary>
internal sealed class OutboxWorker(OutboxStore store, CopyFiler copies, Supervisor supervisor, TimeProvider time) : BackgroundService
{
    /// <summary>How long it is known what was sent.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenClearings = TimeSpan.FromHours(1);

    /// <summary>Whatever comes after it belongs to this process.</summary>
    private int _lastOfOthers;

    /// <summary>Before anybody can send.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _lastOfOthers = await store.LastIdAsync(cancellationToken);
        try
        {
            await store.SettleOrphansAsync(_lastOfOthers, cancellationToken);
        }
        catch (StorageException)
        {
            // No reason not to start. It is tried again at once, and then told.
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Two tasks, so that neither suffers from what may befall the other.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        supervisor.RunAsync("The filing of copies of sent mail", BetweenLooks, copies.FileDueAsync, stoppingToken),
        supervisor.RunAsync("The clearing of the outbox", BetweenClearings, ClearAsync, stoppingToken));

    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        await store.SettleOrphansAsync(_lastOfOthers, cancellationToken);
        await store.ForgetAsync(time.GetUtcNow() - Memory, cancellationToken);
    }
}
