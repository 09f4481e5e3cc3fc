using System.Data.Common;

namespace Services83.EMail.Storage;

/// <summary>
/// The fencing token of a sync: the number of the run that everything on this asynchronous flow belongs to. Every write checks it inside
/// its own transaction, so a run that another one has replaced, perhaps on another machine, cannot store anything.
/// </summary>
public static class RunFence
{
    private static readonly AsyncLocal<Run?> Current = new();

    /// <summary>Makes all writes of the asynchronous method that calls this, and of those that it calls, belong to the run.</summary>
    public static void Enter(int accountId, long run) => Current.Value = new Run(accountId, run);

    /// <exception cref="RunReplacedException">A later run of the account has begun.</exception>
    internal static async Task CheckAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (Current.Value is not { } run)
        {
            return;
        }

        var known = await transaction.QueryAsync<long>("SELECT run FROM sync_run WHERE account_id = @AccountId", run, cancellationToken);
        if (known is not [var latest] || latest != run.Number)
        {
            throw new RunReplacedException(run.AccountId, run.Number);
        }
    }

    private sealed record Run(int AccountId, long Number);
}

/// <summary>A write of a run that another run of the same account has replaced. Nothing was stored.</summary>
public sealed class RunReplacedException(int accountId, long run)
    : Exception($"Run {run} of account {accountId} was replaced by a later one, so it can store nothing.");
