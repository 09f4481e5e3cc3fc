using Quartz;
using Services83.EMail.Background;
using Services83.EMail.Connections;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Sync.Queue;

/// <summary>One run of one account: takes its request, syncs, stores the result, wakes waiting callers.</summary>
[DisallowConcurrentExecution]
internal sealed partial class SyncJob(
    SyncQueue queue, AccountSync sync, SyncMetrics metrics, SyncDispatcher dispatcher, ServerBackOff retry, LoopBoard board, ILogger<SyncJob> logger) : IJob
{
    /// <summary>The name, for operators, of the task that stores the results.</summary>
    private const string Notes = "Storing the results of syncs";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var accountId = SyncSchedule.AccountOf(context.JobDetail.Key);
        try
        {
            if (!await RunAsync(accountId, cancellationToken))
            {
                return;
            }
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            // The program stops. The request stays marked as running and is continued after the next start.
            LogStopped(accountId, exception.Message);
            return;
        }

        await dispatcher.DoneAsync(accountId, CancellationToken.None);
    }

    /// <returns>False when another process runs the account by now, so that its place is not free.</returns>
    private async Task<bool> RunAsync(int accountId, CancellationToken cancellationToken)
    {
        IReadOnlyList<TaskCompletionSource<SyncOutcome>> waiters = [];
        try
        {
            if (await queue.StartAsync(accountId, cancellationToken) is not { } run)
            {
                return true;
            }

            RunFence.Enter(accountId, run.Number);
            LogBegins(accountId, run.Number);
            waiters = dispatcher.TakeWaiters(accountId);
            var outcome = await metrics.MeasureAsync(accountId, () => sync.RunAsync(accountId, run.Depth, cancellationToken));
            await SettleAsync(outcome, cancellationToken);
            dispatcher.ForgetSetback(accountId);
            await board.WorksAsync(Notes);
            Tell(waiters, outcome);
            return true;
        }
        catch (RunReplacedException exception)
        {
            // The callers wait for the run that replaced this one.
            LogReplaced(accountId, exception.Message);
            waiters = [];
            return false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await SetBackAsync(accountId, exception);
            Tell([.. waiters, .. dispatcher.TakeWaiters(accountId)], new SyncOutcome(accountId, 0, exception));
            return true;
        }
        finally
        {
            foreach (var waiter in waiters)
            {
                // Callers that have not been told yet, because the program stops.
                waiter.TrySetCanceled(CancellationToken.None);
            }
        }
    }

    private static void Tell(IEnumerable<TaskCompletionSource<SyncOutcome>> waiters, SyncOutcome outcome)
    {
        foreach (var waiter in waiters)
        {
            waiter.TrySetResult(outcome);
        }
    }

    /// <summary>The result of the run could not be stored. The account waits in any case, as noted in memory.</summary>
    private async Task SetBackAsync(int accountId, Exception exception)
    {
        var wait = dispatcher.SetBack(accountId, failures => retry.Wait(failures, transient: true));
        LogUnnoted(accountId, wait);
        await board.FailedAsync(Notes, exception, _ => wait);
        try
        {
            await queue.PutOffAsync(accountId, ResultOf(new SyncOutcome(accountId, 0, exception)), failures => retry.Wait(failures, transient: true), CancellationToken.None);
        }
        catch (Exception error) when (error is StorageException or RunReplacedException)
        {
            // Expected; the board has the reason.
        }
    }

    private Task SettleAsync(SyncOutcome outcome, CancellationToken cancellationToken)
    {
        var result = ResultOf(outcome);
        return outcome.Error is null or EntityNotFoundException
            ? queue.FinishAsync(outcome.AccountId, result, cancellationToken)
            : queue.PutOffAsync(outcome.AccountId, result, failures => retry.Wait(failures, outcome.IsTransient, (outcome.Error as MailServerException)?.RetryAfter), cancellationToken);
    }

    private static RunResult ResultOf(SyncOutcome outcome) => new()
    {
        NewMessages = outcome.NewMessages,
        Failure = StoredFailure.Write(outcome.Error),
        Reason = outcome.Error is null ? "" : Reasons.Of(outcome.Error),
        IsTransient = outcome.IsTransient,
        Note = outcome.Note,
    };

    [LoggerMessage(3005, LogLevel.Debug, "Account {AccountId}: run {Run} begins")]
    private partial void LogBegins(int accountId, long run);

    [LoggerMessage(3001, LogLevel.Information, "Account {AccountId}: the program stopped during the sync; it continues after the next start: {Reason}")]
    private partial void LogStopped(int accountId, string reason);

    [LoggerMessage(3004, LogLevel.Warning, "Account {AccountId}: its sync ends here, because another process has begun one: {Reason}")]
    private partial void LogReplaced(int accountId, string reason);

    [LoggerMessage(3002, LogLevel.Error, "Account {AccountId}: the result of its sync could not be stored; next attempt in {Wait}")]
    private partial void LogUnnoted(int accountId, TimeSpan wait);
}
