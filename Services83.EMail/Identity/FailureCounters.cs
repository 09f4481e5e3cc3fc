namespace Services83.EMail.Identity;

/// <summary>Counts failures under keys and forgets them after a while. Safe for concurrent use.</summary>
/// <remarks>In memory: a restart forgives, which an attacker cannot cause.</remarks>
public sealed class FailureCounters(TimeProvider time)
{
    /// <summary>How long failures are remembered, from the first one on.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private const int Capacity = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Failures, DateTimeOffset Ends)> _counters = new(StringComparer.Ordinal);

    public int CountOf(string key)
    {
        lock (_lock)
        {
            return _counters.TryGetValue(key, out var counter) && counter.Ends > time.GetUtcNow() ? counter.Failures : 0;
        }
    }

    /// <summary>Counts a failure under each of the keys.</summary>
    public void Add(params ReadOnlySpan<string> keys)
    {
        lock (_lock)
        {
            foreach (var key in keys)
            {
                Count(key);
            }
        }
    }

    public void Forget(string key)
    {
        lock (_lock)
        {
            _counters.Remove(key);
        }
    }

    private void Count(string key)
    {
        var now = time.GetUtcNow();
        if (_counters.TryGetValue(key, out var counter) && counter.Ends > now)
        {
            _counters[key] = counter with { Failures = counter.Failures + 1 };
            return;
        }

        if (_counters.Count >= Capacity)
        {
            MakeRoom(now);
        }

        _counters[key] = (1, now + Window);
    }

    /// <summary>Forgets what has run out; when that is not enough, the older half.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        var byAge = _counters.OrderBy(entry => entry.Value.Ends).ToArray();
        var expired = byAge.TakeWhile(entry => entry.Value.Ends <= now).Count();
        foreach (var (key, _) in byAge.Take(Math.Max(expired, Capacity / 2)))
        {
            _counters.Remove(key);
        }
    }
}
