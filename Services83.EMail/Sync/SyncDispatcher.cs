using Microsoft.Extensions.Options;
using Quartz;
using Services83.EMail.Storage;

namespace Services83.EMail.Sync;

/// <summary>
/// Accepts requests and hands accounts to Quartz one turn at a time: an account never runs twice at once, a mail host never
/// gets more sessions than its budget, and a slow host keeps nobody else waiting.
/// </summary>
public sealed class SyncDispatcher(
    SyncQueue queue, AccountStore accounts, ISchedulerFactory schedulers, TimeProvider time, IOptions<SyncOptions> options)
{
    private readonly HostQueues _hosts = new(options.Value.MaxConcurrentAccountsPerHost);
    private readonly SyncWaiters _waiters = new();

    /// <summary>Makes the requests durable, then returns; the syncs start on their own.</summary>
    public async Task AcceptAsync(IReadOnlyCollection<int> accountIds, CancellationToken cancellationToken)
    {
        await queue.EnqueueAsync(accountIds, cancellationToken);
        await OfferAsync(accountIds, cancellationToken);
    }

    /// <summary>Requests that new mail be fetched. An account that waits after a failure goes on waiting.</summary>
    public async Task AcceptNewMailAsync(int accountId, CancellationToken cancellationToken)
    {
        await queue.EnqueueNewMailAsync(accountId, cancellationToken);
        await SweepAsync(cancellationToken);
    }

    /// <summary>Requests a sync and waits for the end of a run that began after the request. Giving up waiting does not undo the request.</summary>
    public async Task<SyncOutcome> RunAsync(int accountId, CancellationToken cancellationToken)
    {
        var outcome = _waiters.Add(accountId);
        await AcceptAsync([accountId], cancellationToken);
        return await outcome.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Starts whatever the database holds and this process does not know: left behind by a process that died, requested on the
    /// command line, due again after a failure, or put off because the database did not answer.
    /// </summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var requests = await queue.ListAsync(cancellationToken);
        var now = time.GetUtcNow();
        var due = requests.Where(request => !(request.RetryAt > now)).Select(request => request.AccountId);
        await OfferAsync([.. due.Where(id => !_hosts.Knows(id))], cancellationToken);
    }

    /// <summary>Tells whoever waits for a deleted account that there is nothing to wait for.</summary>
    public void Forget(int accountId)
    {
        var error = new EntityNotFoundException($"There is no account {accountId} to sync.", "accountId", $"{accountId}");
        foreach (var waiter in _waiters.Take(accountId))
        {
            waiter.TrySetResult(new SyncOutcome(accountId, 0, error));
        }
    }

    internal IReadOnlyList<TaskCompletionSource<SyncOutcome>> TakeWaiters(int accountId) => _waiters.Take(accountId);

    internal async Task DoneAsync(int accountId, string host, bool again)
    {
        if (_hosts.Done(accountId, host) || again)
        {
            _hosts.Offer(accountId, host);
        }

        await StartReadyAsync();
    }

    private async Task OfferAsync(IReadOnlyCollection<int> accountIds, CancellationToken cancellationToken)
    {
        if (accountIds.Count == 0)
        {
            return;
        }

        var known = await accounts.IncomingHostsAsync(accountIds, cancellationToken);
        foreach (var (accountId, host) in known)
        {
            _hosts.Offer(accountId, host);
        }

        foreach (var accountId in accountIds.Except(known.Select(account => account.AccountId)))
        {
            Forget(accountId);
        }

        await StartReadyAsync();
    }

    private async Task StartReadyAsync()
    {
        var scheduler = await schedulers.GetScheduler();
        foreach (var (accountId, host) in _hosts.TakeReady())
        {
            var job = JobBuilder.Create<SyncJob>().UsingJobData(SyncJob.AccountKey, accountId).UsingJobData(SyncJob.HostKey, host).Build();
            await scheduler.ScheduleJob(job, TriggerBuilder.Create().StartNow().Build());
        }
    }
}
