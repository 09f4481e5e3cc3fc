using Microsoft.Extensions.Options;
using Services83.EMail.Background;
using Services83.EMail.Storage;

namespace Services83.EMail.Sync.Watch;

/// <summary>
/// Chooses the accounts whose inbox is watched: those without a failure, the most recently used ones first, within the limits of the
/// settings. A watched account stays watched as long as it has no failure. Several processes divide the accounts, and the limits, among
/// themselves; when one ends, the others take over its accounts.
/// </summary>
internal sealed class InboxWatch(
    AccountStore accounts, InboxWatcher watcher, INode node, Supervisor supervisor, IOptions<SyncOptions> options) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<int, Watch> _watches = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.IdleAccounts == 0)
        {
            return;
        }

        await supervisor.RunAsync("Choice of inboxes to watch", Interval, LookAsync, stoppingToken);
        await EndAsync([.. _watches.Keys]);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var alive = (await node.AliveAsync(cancellationToken)).ToList();
        var share = new Share(alive.IndexOf(node.Id), alive.Count);
        var able = (await accounts.InOrderAsync(cancellationToken)).Where(account => share.Includes(account.AccountId)).ToList();
        await EndAsync([.. _watches.Keys.Except(able.Select(account => account.AccountId))]);
        foreach (var (accountId, host) in able)
        {
            if (!_watches.ContainsKey(accountId) && HasRoom(host, share))
            {
                var cancellation = new CancellationTokenSource();
                // Started on a separate thread, so that a slow server does not delay other accounts.
                var task = Task.Run(() => watcher.RunAsync(accountId, cancellation.Token), CancellationToken.None);
                _watches.Add(accountId, new Watch(host, task, cancellation));
            }
        }
    }

    /// <summary>Watches that ended by themselves, on servers without IDLE, do not count.</summary>
    private bool HasRoom(string host, Share share)
    {
        var running = _watches.Values.Where(watch => !watch.Task.IsCompleted).ToList();
        return running.Count < share.Of(options.Value.IdleAccounts)
            && running.Count(watch => watch.Host.Equals(host, StringComparison.OrdinalIgnoreCase)) < share.Of(options.Value.IdleAccountsPerHost);
    }

    private async Task EndAsync(IReadOnlyCollection<int> accountIds)
    {
        var ended = accountIds.Select(id => _watches[id]).ToList();
        foreach (var watch in ended)
        {
            await watch.Cancellation.CancelAsync();
        }

        foreach (var id in accountIds)
        {
            _watches.Remove(id);
        }

        foreach (var watch in ended)
        {
            // It needs no handling: it was cancelled, or it broke and was logged.
            await watch.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            watch.Cancellation.Dispose();
        }
    }

    /// <summary>The part of one process among several.</summary>
    /// <param name="Index">From 0 on.</param>
    /// <param name="Count">The number of processes.</param>
    private readonly record struct Share(int Index, int Count)
    {
        public bool Includes(int accountId) => accountId % Count == Index;

        public int Of(int limit) => (limit / Count) + (Index < limit % Count ? 1 : 0);
    }

    private sealed record Watch(string Host, Task Task, CancellationTokenSource Cancellation);
}
