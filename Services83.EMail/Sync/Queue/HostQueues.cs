namespace Services83.EMail.Sync.Queue;

/// <summary>
/// Which accounts wait and which run. The numbers of running accounts, in total and per mail host, are limited. The associate with the
/// fewest running accounts gets the next turn, its longest waiting account first. The accounts of one associate never take more places than
/// they leave free, so that one associate with many accounts on servers that hang does not delay others. This class holds only ids; <see
/// cref="Storage.Mail.SyncQueue"/> is authoritative. Safe for concurrent use.
/// </summary>
internal sealed class HostQueues(int maxAtOnce, int maxPerHost)
{
    private readonly Lock _lock = new();

    // An account waits or runs under exactly one host and owner.
    private readonly Dictionary<int, Turn> _known = [];
    private readonly LinkedList<Turn> _waiting = [];
    private readonly Dictionary<string, int> _runningByHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, int> _runningByOwner = [];
    private int _running;

    /// <summary>Adds an account to the queue. A waiting account keeps its position; a running account gets another turn
    /// afterwards.</summary>
    public void Offer(int accountId, int owner, string host)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(accountId, out var turn))
            {
                turn.Again = true;
                return;
            }

            Wait(new Turn(accountId, owner, host));
        }
    }

    /// <summary>Whether the account waits or runs.</summary>
    public bool Knows(int accountId)
    {
        lock (_lock)
        {
            return _known.ContainsKey(accountId);
        }
    }

    /// <summary>Takes every account that may run now; <see cref="Done"/> must be called for each.</summary>
    public IReadOnlyList<int> TakeReady()
    {
        lock (_lock)
        {
            var ready = new List<int>();
            while (Next() is { } turn)
            {
                _waiting.Remove(turn);
                turn.Again = false;
                Count(turn, 1);
                ready.Add(turn.AccountId);
            }

            return ready;
        }
    }

    /// <summary>Frees the account's place. The account waits again if it was added meanwhile.</summary>
    /// <param name="again">Whether it waits again in any case.</param>
    public void Done(int accountId, bool again)
    {
        lock (_lock)
        {
            _known.Remove(accountId, out var turn);
            Count(turn!, -1);
            if (turn!.Again || again)
            {
                Wait(new Turn(accountId, turn.Owner, turn.Host));
            }
        }
    }

    private void Wait(Turn turn)
    {
        _known.Add(turn.AccountId, turn);
        _waiting.AddLast(turn);
    }

    /// <summary>The account that may run next; null when there is none.</summary>
    private Turn? Next()
    {
        var free = maxAtOnce - _running;
        return free == 0 ? null : _waiting
            .Where(turn => _runningByOwner.GetValueOrDefault(turn.Owner) < free && _runningByHost.GetValueOrDefault(turn.Host) < maxPerHost)
            .MinBy(turn => _runningByOwner.GetValueOrDefault(turn.Owner));
    }

    private void Count(Turn turn, int change)
    {
        _running += change;
        Count(_runningByHost, turn.Host, change);
        Count(_runningByOwner, turn.Owner, change);
    }

    private static void Count<T>(Dictionary<T, int> running, T key, int change)
        where T : notnull
    {
        running[key] = running.GetValueOrDefault(key) + change;
        if (running[key] == 0)
        {
            running.Remove(key);
        }
    }

    private sealed class Turn(int accountId, int owner, string host)
    {
        public int AccountId { get; } = accountId;

        public int Owner { get; } = owner;

        public string Host { get; } = host;

        /// <summary>To be added again when its run ends.</summary>
        public bool Again { get; set; }
    }
}
