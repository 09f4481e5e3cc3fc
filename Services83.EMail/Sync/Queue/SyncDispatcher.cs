using System.Globalization;
using Microsoft.Extensions.Options;
using Quartz;
using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Sync.Queue;

/// <summary>
/// Accepts requests and gives the accounts their turns, so that a mail host never gets more sessions than its limit, and neither a slow host
/// nor one associate's many accounts delay others. One process at a time gives the turns, for all of them; Quartz decides which process runs
/// an account.
/// </summary>
public sealed partial class SyncDispatcher : IDisposable
{
    /// <summary>The task of the process that gives the turns; its name for operators.</summary>
    internal const string Search = "Search for requested syncs";

    private readonly SyncQueue _queue;
    private readonly AccountStore _accounts;
    private readonly SyncSchedule _schedule;
    private readonly INode _node;
    private readonly ISignals _signals;
    private readonly TimeProvider _time;
    private readonly SyncOptions _options;
    private readonly ILogger<SyncDispatcher> _logger;
    private readonly SyncWaiters _waiters = new();
    private readonly Setbacks _setbacks;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Accounts whose run ends: Quartz knows them for a moment longer.</summary>
    private readonly HashSet<int> _ending = [];

    private int _isAwaited;

    /// <summary>The places as the latest search left them; null from its beginning to its end. Only the end of a run makes more of them.</summary>
    private volatile FairTurns? _turns;

    public SyncDispatcher(
        SyncQueue queue, AccountStore accounts, SyncSchedule schedule, INode node, ISignals signals, TimeProvider time,
        IOptions<SyncOptions> options, ILogger<SyncDispatcher> logger)
    {
        (_queue, _accounts, _schedule, _node, _signals, _time, _options, _logger) = (queue, accounts, schedule, node, signals, time, options.Value, logger);
        _setbacks = new Setbacks(time);
        signals.Listen(Requested, _ => HearNews());
        signals.Listen(Ended, HearEnd);
    }

    /// <summary>Stores the requests, then returns; the syncs start on their own.</summary>
    public async Task AcceptAsync(IReadOnlyCollection<int> accountIds, CancellationToken cancellationToken) =>
        await AcceptAsync(await _accounts.OwnersAsync(accountIds, cancellationToken), cancellationToken);

    /// <inheritdoc cref="AcceptAsync(IReadOnlyCollection{int}, CancellationToken)"/>
    /// <param name="targets">The accounts, as they were read for this request.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task AcceptAsync(IReadOnlyCollection<SyncTarget> targets, CancellationToken cancellationToken)
    {
        SyncTarget[] missing = [.. targets.Where(target => !target.IsWaiting)];
        if (missing.Length == 0)
        {
            return;
        }

        await _queue.StoreAsync([.. missing.Select(target => target.AccountId)], cancellationToken);
        if (MayStart(missing))
        {
            await SweepAsync(cancellationToken);
        }
    }

    /// <summary>Requests a sync for new mail. An account that waits after a failure continues to wait.</summary>
    public async Task AcceptNewMailAsync(int accountId, CancellationToken cancellationToken)
    {
        await _queue.EnqueueNewMailAsync(accountId, cancellationToken);
        await SweepAsync(cancellationToken);
    }

    /// <summary>Requests a sync and waits for the end of a run that began after the request, in whatever process. If the caller stops
    /// waiting, the request stays.</summary>
    public async Task<SyncOutcome> RunAsync(int accountId, CancellationToken cancellationToken)
    {
        var waiter = _waiters.Add(accountId);
        try
        {
            if (await _queue.RequestAsync(accountId, cancellationToken) is not { } before)
            {
                return NoAccount(accountId);
            }

            await SweepAsync(cancellationToken);
            return await (_node.IsShared ? WaitAsync(accountId, before, waiter.Task, cancellationToken) : waiter.Task.WaitAsync(cancellationToken));
        }
        finally
        {
            _waiters.Remove(accountId, waiter);
        }
    }

    /// <summary>
    /// Starts the requests that the caller has stored. They are accepted already, so a failure is only logged: the periodic search starts
    /// them.
    /// </summary>
    public Task SweepAsync(CancellationToken cancellationToken) => TryAsync(SearchAsync, cancellationToken);

    /// <summary>
    /// Starts the requests in the database whose turn it is: new ones, those left by a killed process, requested on the command line, due
    /// again after a failure, or postponed because the database did not answer.
    /// </summary>
    internal async Task SearchAsync(CancellationToken cancellationToken)
    {
        if (!_node.Holds(Search))
        {
            await _signals.SendAsync(Requested, "", cancellationToken);
            return;
        }

        // Whoever waits already will see what this caller has stored.
        if (_schedule.IsOver || Interlocked.Exchange(ref _isAwaited, 1) == 1)
        {
            return;
        }

        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            Volatile.Write(ref _isAwaited, 0);
            _turns = null;
            await StartDueAsync(CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends the wait of callers that wait for a deleted account.</summary>
    public void Forget(int accountId)
    {
        _setbacks.Forget(accountId);
        foreach (var waiter in _waiters.Take(accountId))
        {
            waiter.TrySetResult(NoAccount(accountId));
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        _news.Dispose();
    }

    internal IReadOnlyList<TaskCompletionSource<SyncOutcome>> TakeWaiters(int accountId) => _waiters.Take(accountId);

    /// <summary>Makes an account wait whose failure could not be stored.</summary>
    /// <param name="wait">How long to wait, from the number of such failures in a row, 1 or more.</param>
    internal TimeSpan SetBack(int accountId, Func<int, TimeSpan> wait) => _setbacks.Add(accountId, wait);

    internal void ForgetSetback(int accountId) => _setbacks.Forget(accountId);

    /// <summary>The account's run has ended, so its place is free.</summary>
    internal async Task DoneAsync(int accountId, CancellationToken cancellationToken)
    {
        AddEnding(accountId);
        await _signals.SendAsync(Ended, accountId.ToString(CultureInfo.InvariantCulture), cancellationToken);
        // Another process that gives the turns has just heard it.
        if (_node.Holds(Search))
        {
            await SweepAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Whether a search may find a place for one of the accounts. With thousands of waiting accounts a search is expensive, and in vain as
    /// long as all places are taken; the end of a run causes one in any case.
    /// </summary>
    private bool MayStart(SyncTarget[] accounts) =>
        // Read after the requests were stored: a search that begins later sees them.
        !_node.Holds(Search) || _turns is not { } turns || accounts.Any(account => turns.HasPlaceFor(account.AssociateId, account.Host));

    private async Task StartDueAsync(CancellationToken cancellationToken)
    {
        var busy = await _schedule.AccountsAsync(cancellationToken);
        lock (_ending)
        {
            _ending.IntersectWith(busy);
            busy.ExceptWith(_ending);
        }

        var due = await _queue.DueAsync([.. busy, .. _setbacks.Waiting], _options.MaxConcurrentAccountsPerHost, cancellationToken);
        if (due.Count == 0)
        {
            return;
        }

        var running = busy.Count == 0 ? [] : await _queue.HostsAsync([.. busy], cancellationToken);
        var places = _options.MaxConcurrentAccounts * (await _node.AliveAsync(cancellationToken)).Count;
        var turns = new FairTurns(running, places, _options.MaxConcurrentAccountsPerHost);
        foreach (var account in turns.Choose(due))
        {
            lock (_ending)
            {
                _ending.Remove(account.AccountId);
            }

            await _schedule.StartAsync(account.AccountId, cancellationToken);
        }

        _turns = turns;
    }

    private void AddEnding(int accountId)
    {
        lock (_ending)
        {
            _ending.Add(accountId);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> search, CancellationToken cancellationToken)
    {
        try
        {
            await search(cancellationToken);
        }
        catch (Exception exception) when (exception is StorageException or SchedulerException)
        {
            if (!_schedule.IsOver)
            {
                LogPostponed(exception);
            }
        }
    }

    private static SyncOutcome NoAccount(int accountId) =>
        new(accountId, 0, new EntityNotFoundException($"There is no account {accountId} to sync.", "accountId", $"{accountId}"));

    [LoggerMessage(3006, LogLevel.Warning, "The search for requested syncs failed; it is repeated")]
    private partial void LogPostponed(Exception exception);
}
