using Microsoft.Extensions.Options;
using Quartz;
using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Sync.Queue;

/// <summary>
/// Accepts requests and passes accounts to Quartz, one run at a time: an account never runs twice at once, a mail host never gets more
/// sessions than its limit, and neither a slow host nor one associate's many accounts delay others.
/// </summary>
public sealed partial class SyncDispatcher(
    SyncQueue queue, AccountStore accounts, ISchedulerFactory schedulers, TimeProvider time, IOptions<SyncOptions> options,
    ILogger<SyncDispatcher> logger)
{
    private readonly HostQueues _turns = new(options.Value.MaxConcurrentAccounts, options.Value.MaxConcurrentAccountsPerHost);
    private readonly SyncWaiters _waiters = new();
    private readonly Setbacks _setbacks = new(time);

    /// <summary>Stores the requests, then returns; the syncs start on their own.</summary>
    public async Task AcceptAsync(IReadOnlyCollection<int> accountIds, CancellationToken cancellationToken)
    {
        await queue.EnqueueAsync(accountIds, cancellationToken);
        await OfferAsync(accountIds, cancellationToken);
    }

    /// <summary>Requests a sync for new mail. An account that waits after a failure continues to wait.</summary>
    public async Task AcceptNewMailAsync(int accountId, CancellationToken cancellationToken)
    {
        await queue.EnqueueNewMailAsync(accountId, cancellationToken);
        await SweepAsync(cancellationToken);
    }

    /// <summary>Requests a sync and waits for the end of a run that began after the request. If the caller stops waiting, the request
    /// stays.</summary>
    public async Task<SyncOutcome> RunAsync(int accountId, CancellationToken cancellationToken)
    {
        var outcome = _waiters.Add(accountId);
        await AcceptAsync([accountId], cancellationToken);
        return await outcome.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Starts the requests that are in the database but not known to this process: left by a killed process, requested on the command line,
    /// due again after a failure, or postponed because the database did not answer.
    /// </summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var due = await queue.DueAsync(cancellationToken);
        await OfferAsync([.. due.Where(id => !_turns.Knows(id) && !_setbacks.Waits(id))], cancellationToken);
    }

    /// <summary>Ends the wait of callers that wait for a deleted account.</summary>
    public void Forget(int accountId)
    {
        _setbacks.Forget(accountId);
        var error = new EntityNotFoundException($"There is no account {accountId} to sync.", "accountId", $"{accountId}");
        foreach (var waiter in _waiters.Take(accountId))
        {
            waiter.TrySetResult(new SyncOutcome(accountId, 0, error));
        }
    }

    internal IReadOnlyList<TaskCompletionSource<SyncOutcome>> TakeWaiters(int accountId) => _waiters.Take(accountId);

    /// <summary>Makes an account wait whose failure could not be stored. A request that comes meanwhile does not wait.</summary>
    /// <param name="wait">How long to wait, from the number of such failures in a row, 1 or more.</param>
    internal TimeSpan SetBack(int accountId, Func<int, TimeSpan> wait) => _setbacks.Add(accountId, wait);

    internal void ForgetSetback(int accountId) => _setbacks.Forget(accountId);

    /// <param name="again">Whether it gets another run.</param>
    internal async Task DoneAsync(int accountId, bool again)
    {
        _turns.Done(accountId, again);
        await StartReadyAsync();
    }

    private async Task OfferAsync(IReadOnlyCollection<int> accountIds, CancellationToken cancellationToken)
    {
        if (accountIds.Count == 0)
        {
            return;
        }

        var known = await accounts.IncomingHostsAsync(accountIds, cancellationToken);
        foreach (var (accountId, associateId, host) in known)
        {
            _turns.Offer(accountId, associateId, host);
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
        foreach (var accountId in _turns.TakeReady())
        {
            await StartAsync(scheduler, accountId);
        }
    }

    private async Task StartAsync(IScheduler scheduler, int accountId)
    {
        try
        {
            var job = JobBuilder.Create<SyncJob>().UsingJobData(SyncJob.AccountKey, accountId).Build();
            await scheduler.ScheduleJob(job, TriggerBuilder.Create().StartNow().Build());
        }
        catch (SchedulerException exception)
        {
            // The account returns its place; the sweep adds it again.
            _turns.Done(accountId, again: false);
            LogNotStarted(exception, accountId);
        }
    }

    [LoggerMessage(3003, LogLevel.Error, "Account {AccountId}: its sync could not be started; the program tries again")]
    private partial void LogNotStarted(Exception exception, int accountId);
}
