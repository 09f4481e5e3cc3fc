using System.Data.Common;

namespace Services83.EMail.Storage;

/// <summary>
/// The fencing token of a sync: the number of the run that everything on this asynchronous flow belongs to. Every write checks it inside
/// its own transaction, so a run that another one has replaced, perhaps on another machine, cannot store anything.
/// </summary>
public static class RunFence
{
    /// <summary>Read by place: it runs in every write of a sync.</summary>
    private static readonly RowQuery<long> Latest = new("SELECT run FROM sync_run WHERE account_id = @accountId", row => row.Long(0), "@accountId");

    private const int Attempts = 5;

    /// <summary>How long an answer is relied on: much less than the time after which another process takes over.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private static readonly AsyncLocal<Run?> Current = new();

    /// <summary>Makes all writes of the asynchronous method that calls this, and of those that it calls, belong to the run.</summary>
    public static void Enter(int accountId, long run) => Current.Value = new Run(accountId, run);

    /// <summary>
    /// For the last moment before a command that changes a mailbox. If this process was stopped while it asked, it asks again: the answer is
    /// from before.
    /// </summary>
    /// <param name="time">Its timestamps go on while the process is stopped.</param>
    /// <exception cref="RunReplacedException">A later run of the account has begun.</exception>
    /// <exception cref="StorageException">The database answers too slowly to be sure.</exception>
    public static async Task RequireAsync(IDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Current.Value is not { } run)
        {
            return;
        }

        for (var i = 0; i < Attempts; i++)
        {
            var asked = time.GetTimestamp();
            Require(run, await Latest.RunAsync(database, cancellationToken, run.AccountId));
            if (time.GetElapsedTime(asked) < Fresh)
            {
                return;
            }
        }

        throw new StorageException($"The database {database.Name} takes longer than {Fresh.TotalSeconds:0} s for a single row.", isTransient: true);
    }

    /// <exception cref="RunReplacedException">A later run of the account has begun.</exception>
    internal static async Task CheckAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (Current.Value is { } run)
        {
            Require(run, await Latest.RunAsync(transaction, cancellationToken, run.AccountId));
        }
    }

    private static void Require(Run run, IReadOnlyList<long> known)
    {
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
