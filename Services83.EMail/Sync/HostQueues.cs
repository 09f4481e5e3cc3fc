namespace Services83.EMail.Sync;

/// <summary>
/// Which accounts wait and which run, per mail host: at most so many of a host run at once, in the order of arrival.
/// Holds ids only; the durable truth is the <see cref="Storage.SyncQueue"/>. Safe for concurrent use.
/// </summary>
internal sealed class HostQueues(int maxPerHost)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);

    // An account waits or runs under exactly one host; true means: offer it again when its run ends.
    private readonly Dictionary<int, bool> _known = [];

    /// <summary>Lets an account wait for its turn. One that waits already stays where it is; one that runs gets another turn afterwards.</summary>
    public void Offer(int accountId, string host)
    {
        lock (_lock)
        {
            if (_known.ContainsKey(accountId))
            {
                _known[accountId] = true;
                return;
            }

            _known.Add(accountId, false);
            HostOf(host).Waiting.Enqueue(accountId);
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

    /// <summary>Takes every account that may run now; each must be given back by <see cref="Done"/>.</summary>
    public IReadOnlyList<(int AccountId, string Host)> TakeReady()
    {
        lock (_lock)
        {
            var ready = new List<(int, string)>();
            foreach (var (name, host) in _hosts)
            {
                while (host.Running < maxPerHost && host.Waiting.TryDequeue(out var accountId))
                {
                    host.Running++;
                    _known[accountId] = false;
                    ready.Add((accountId, name));
                }
            }

            return ready;
        }
    }

    /// <summary>Frees the account's place at its host. True when it was offered meanwhile and should be offered again.</summary>
    public bool Done(int accountId, string host)
    {
        lock (_lock)
        {
            var entry = HostOf(host);
            entry.Running--;
            if (entry is { Running: 0, Waiting.Count: 0 })
            {
                _hosts.Remove(host);
            }

            _known.Remove(accountId, out var again);
            return again;
        }
    }

    private Host HostOf(string name)
    {
        if (!_hosts.TryGetValue(name, out var host))
        {
            _hosts.Add(name, host = new Host());
        }

        return host;
    }

    private sealed class Host
    {
        public int Running { get; set; }

        public Queue<int> Waiting { get; } = new();
    }
}
