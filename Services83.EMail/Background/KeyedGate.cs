namespace Services83.EMail.Background;

/// <summary>
/// Lets at most a given number of callers through for each key at a time, in the order in which they came. A key that nobody uses needs no
/// memory. Safe for concurrent use.
/// </summary>
/// <param name="most">Callers with one key that may have a turn at the same time, 1 or more.</param>
/// <param name="comparer">Compares keys; the default comparer when not given.</param>
public sealed class KeyedGate<TKey>(int most, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Door> _doors = new(comparer);

    /// <summary>Waits for a turn. Disposing the result ends the turn.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up waiting.</exception>
    public async Task<IDisposable> EnterAsync(TKey key, CancellationToken cancellationToken)
    {
        var door = Come(key);
        try
        {
            await door.Turns.WaitAsync(cancellationToken);
            return new Turn(this, key, door);
        }
        catch
        {
            Go(key, door);
            throw;
        }
    }

    /// <summary>As <see cref="EnterAsync(TKey, CancellationToken)"/>, for all of the keys.</summary>
    public async Task<IDisposable> EnterAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken)
    {
        var turns = new Stack<IDisposable>();
        try
        {
            // In the same order for all callers, so that no two callers wait for each other.
            foreach (var key in keys.Distinct().Order())
            {
                turns.Push(await EnterAsync(key, cancellationToken));
            }

            return new AllTurns(turns);
        }
        catch
        {
            new AllTurns(turns).Dispose();
            throw;
        }
    }

    /// <summary>How many have a turn now.</summary>
    public int Inside(TKey key)
    {
        lock (_lock)
        {
            return _doors.TryGetValue(key, out var door) ? most - door.Turns.CurrentCount : 0;
        }
    }

    private Door Come(TKey key)
    {
        lock (_lock)
        {
            if (!_doors.TryGetValue(key, out var door))
            {
                _doors.Add(key, door = new Door(most));
            }

            door.Callers++;
            return door;
        }
    }

    private void Go(TKey key, Door door)
    {
        lock (_lock)
        {
            if (--door.Callers == 0)
            {
                _doors.Remove(key);
            }
        }
    }

    private sealed class Door(int most)
    {
        public SemaphoreSlim Turns { get; } = new(most);

        /// <summary>The callers that have a turn or wait for one.</summary>
        public int Callers { get; set; }
    }

    private sealed class Turn(KeyedGate<TKey> gate, TKey key, Door door) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                door.Turns.Release();
                gate.Go(key, door);
            }
        }
    }

    private sealed class AllTurns(Stack<IDisposable> turns) : IDisposable
    {
        public void Dispose()
        {
            while (turns.TryPop(out var turn))
            {
                turn.Dispose();
            }
        }
    }
}
