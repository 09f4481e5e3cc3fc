using System.Collections.Concurrent;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Sync.Queue;

/// <summary>Callers that wait for the end of a run which began after their request. Safe for concurrent use.</summary>
internal sealed class SyncWaiters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, List<TaskCompletionSource<SyncOutcome>>> _waiting = [];
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _ends = [];

    public TaskCompletionSource<SyncOutcome> Add(int accountId)
    {
        var waiter = new TaskCompletionSource<SyncOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (!_waiting.TryGetValue(accountId, out var waiters))
            {
                _waiting.Add(accountId, waiters = []);
            }

            waiters.Add(waiter);
        }

        return waiter;
    }

    /// <summary>Removes a caller that does not wait any more.</summary>
    public void Remove(int accountId, TaskCompletionSource<SyncOutcome> waiter)
    {
        lock (_lock)
        {
            if (_waiting.TryGetValue(accountId, out var waiters) && waiters.Remove(waiter) && waiters.Count == 0)
            {
                _waiting.Remove(accountId);
            }
        }
    }

    /// <summary>The callers that the starting run will serve; later ones belong to the next run.</summary>
    public IReadOnlyList<TaskCompletionSource<SyncOutcome>> Take(int accountId)
    {
        lock (_lock)
        {
            return _waiting.Remove(accountId, out var waiters) ? waiters : [];
        }
    }

    /// <summary>Completes when another process says that a run of the account has ended.</summary>
    public Task EndElsewhere(int accountId) =>
        _ends.GetOrAdd(accountId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void TellEndElsewhere(int accountId)
    {
        if (_ends.TryRemove(accountId, out var end))
        {
            end.SetResult();
        }
    }
}
