using Quartz;
using Services83.EMail.Storage;

namespace Services83.EMail.Sync;

/// <summary>One turn of one account: take its request, sync, settle the request, wake whoever waits.</summary>
internal sealed partial class SyncJob(
    SyncQueue queue, AccountSync sync, SyncDispatcher dispatcher, RetryPolicy retry, ILogger<SyncJob> logger) : IJob
{
    public const string AccountKey = "account";
    public const string HostKey = "host";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var accountId = context.MergedJobDataMap.GetInt(AccountKey);
        var host = context.MergedJobDataMap.GetString(HostKey)!;
        var again = false;
        try
        {
            again = await RunAsync(accountId, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program stops. The request stays marked as running and is taken up again after the next start.
            LogStopped(accountId);
            return;
        }
        catch (Exception exception)
        {
            // Whatever it is, it must not block the account's turn for ever. The request is still in the database; the sweep offers it again.
            LogPutOff(exception, accountId);
        }

        await dispatcher.DoneAsync(accountId, host, again);
    }

    private async Task<bool> RunAsync(int accountId, CancellationToken cancellationToken)
    {
        if (await queue.StartAsync(accountId, cancellationToken) is not { } depth)
        {
            return false;
        }

        var waiters = dispatcher.TakeWaiters(accountId);
        try
        {
            var outcome = await sync.RunAsync(accountId, depth, cancellationToken);
            var again = await SettleAsync(outcome, cancellationToken);
            foreach (var waiter in waiters)
            {
                waiter.TrySetResult(outcome);
            }

            return again;
        }
        catch (Exception exception)
        {
            foreach (var waiter in waiters)
            {
                waiter.TrySetException(exception);
            }

            throw;
        }
    }

    private Task<bool> SettleAsync(SyncOutcome outcome, CancellationToken cancellationToken) => outcome.Error switch
    {
        null or EntityNotFoundException => queue.FinishAsync(outcome.AccountId, cancellationToken),
        var error => queue.PutOffAsync(
            outcome.AccountId, failures => retry.Wait(failures, error is MailServerException { IsTransient: true }), cancellationToken),
    };

    [LoggerMessage(3001, LogLevel.Information, "Account {AccountId}: sync stopped with the program, goes on after the next start")]
    private partial void LogStopped(int accountId);

    [LoggerMessage(3002, LogLevel.Error, "Account {AccountId}: sync put off")]
    private partial void LogPutOff(Exception exception, int accountId);
}
