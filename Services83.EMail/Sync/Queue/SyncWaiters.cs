using Services83.EMail.Sync.Run;

namespace Services83.EMail.Sync.Queue;

/// <summary>Callers that wait for the end of a run which began after their request. Safe for concurrent use.</summary>
internal sealed class SyncWaiters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, List<TaskCompletionSource<SyncOutcome>>> _waiting = [];

    public Task<SyncOutcome> Add(int accountId)
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

        return waiter.Task;
    }

    /// <summary>The callers that the starting run will serve; later ones belong to the next run.</summary>
    public IReadOnlyList<TaskCompletionSource<SyncOutcome>> Take(int accountId)
    {
        lock (_lock)
        {
            return _waiting.Remove(accountId, out var waiters) ? waiters : [];
        }
    }
}
