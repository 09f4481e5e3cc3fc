namespace Services83.EMail.Identity;

/// <summary>Counts failures under keys and resets the counters after some time, by a monotonic clock. Safe for concurrent use.</summary>
/// <remarks>In memory: a restart resets them, but an attacker cannot cause a restart.</remarks>
public sealed class FailureCounters(TimeProvider time)
{
    /// <summary>How long failures count, from the first one on.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private const int Capacity = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Failures, long Since)> _counters = new(StringComparer.Ordinal);

    public int CountOf(string key)
    {
        lock (_lock)
        {
            return _counters.TryGetValue(key, out var counter) && !IsOver(counter.Since) ? counter.Failures : 0;
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
        if (_counters.TryGetValue(key, out var counter) && !IsOver(counter.Since))
        {
            _counters[key] = counter with { Failures = counter.Failures + 1 };
            return;
        }

        if (_counters.Count >= Capacity)
        {
            MakeRoom();
        }

        _counters[key] = (1, time.GetTimestamp());
    }

    private bool IsOver(long since) => time.GetElapsedTime(since) >= Window;

    /// <summary>Deletes expired counters; if that is not enough, the older half.</summary>
    private void MakeRoom()
    {
        var byAge = _counters.OrderBy(entry => entry.Value.Since).ToArray();
        var expired = byAge.TakeWhile(entry => IsOver(entry.Value.Since)).Count();
        foreach (var (key, _) in byAge.Take(Math.Max(expired, Capacity / 2)))
        {
            _counters.Remove(key);
        }
    }
}
