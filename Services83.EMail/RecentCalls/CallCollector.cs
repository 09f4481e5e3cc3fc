namespace Services83.EMail.RecentCalls;

/// <summary>
/// Collects calls in memory until <see cref="RecentCallWriter"/> stores them. A call costs no more than a lock and two look-ups. Of each kind the
/// first ones are listed, of the others only the number is kept. Safe for concurrent use.
/// </summary>
public sealed class CallCollector : IDisposable
{
    /// <summary>Calls for which one number is kept began within the same five minutes.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _isAny = new(0);
    private CallBatch _batch = new();

    /// <summary>Most calls of a kind that are listed between two writes. Strangers get less: they cost them nothing.</summary>
    internal static int MostOf(CallKind kind) => kind == CallKind.Nobody ? 200 : 1000;

    /// <summary>Adds a call that has just ended.</summary>
    public void Add(RecentCall call)
    {
        lock (_lock)
        {
            if (_batch.IsEmpty)
            {
                _isAny.Release();
            }

            _batch.Add(call);
        }
    }

    /// <summary>Completes when there may be a call.</summary>
    internal Task WhenAnyAsync(CancellationToken cancellationToken) => _isAny.WaitAsync(cancellationToken);

    /// <summary>Takes what was collected; null when nothing was.</summary>
    internal CallBatch? Take()
    {
        lock (_lock)
        {
            if (_batch.IsEmpty)
            {
                return null;
            }

            var taken = _batch;
            _batch = new CallBatch();
            return taken;
        }
    }

    public void Dispose() => _isAny.Dispose();
}
