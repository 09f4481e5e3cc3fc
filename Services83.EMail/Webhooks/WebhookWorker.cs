using Services83.EMail.Background;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Webhooks;

/// <summary>
/// Delivers to every receiver on its own, so that a slow one does not delay the others. Of several processes, each receiver belongs to the one
/// that took it first.
/// </summary>
internal sealed class WebhookWorker(DeliveryStore deliveries, WebhookCourier courier, Supervisor supervisor, LoopBoard board) : BackgroundService
{
    private static readonly TimeSpan BetweenChoices = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, (Task Task, CancellationTokenSource Cancellation)> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await supervisor.RunAsync("Choice of webhooks", BetweenChoices, ChooseAsync, stoppingToken);
        await EndAsync([.. _running.Keys]);
    }

    private async Task ChooseAsync(CancellationToken cancellationToken)
    {
        var active = await deliveries.ActiveAsync(cancellationToken);
        await EndAsync([.. _running.Keys.Except(active)]);
        foreach (var id in active.Where(id => !_running.ContainsKey(id)))
        {
            var cancellation = new CancellationTokenSource();
            _running.Add(id, (
                supervisor.RunOnOneNodeAsync(NameOf(id), BetweenLooks, token => courier.DeliverAsync(id, token), cancellation.Token), cancellation));
        }
    }

    /// <summary>What was interrupted is delivered again later, under the same id.</summary>
    private async Task EndAsync(IReadOnlyCollection<int> ids)
    {
        foreach (var id in ids)
        {
            await _running[id].Cancellation.CancelAsync();
        }

        foreach (var id in ids)
        {
            _running.Remove(id, out var ended);
            await ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.Cancellation.Dispose();
            await board.ElsewhereAsync(NameOf(id));
        }
    }

    private static string NameOf(int id) => $"Webhook {id}";
}
