using System.Collections.Concurrent;

namespace Services83.EMail.Background;

/// <summary>
/// What waits after a failure that could not be stored, because the database itself failed. In memory only, by a monotonic clock. Safe for
/// concurrent use.
/// </summary>
internal sealed class Setbacks(TimeProvider time)
{
    private readonly ConcurrentDictionary<int, Setback> _known = [];

    /// <summary>Whether its wait is not over yet.</summary>
    public bool Waits(int id) => _known.TryGetValue(id, out var setback) && IsOpen(setback);

    /// <summary>Those whose wait is not over yet.</summary>
    public IEnumerable<int> Waiting => _known.Where(known => IsOpen(known.Value)).Select(known => known.Key);

    /// <summary>Adds another failure.</summary>
    /// <param name="wait">The wait, from the number of failures in a row, 1 or more.</param>
    /// <returns>How long it has to wait.</returns>
    public TimeSpan Add(int id, Func<int, TimeSpan> wait)
    {
        var failures = _known.TryGetValue(id, out var before) ? before.Failures + 1 : 1;
        var setback = new Setback(failures, time.GetTimestamp(), wait(failures));
        _known[id] = setback;
        return setback.Wait;
    }

    public void Forget(int id) => _known.TryRemove(id, out _);

    private bool IsOpen(Setback setback) => time.GetElapsedTime(setback.Since) < setback.Wait;

    private sealed record Setback(int Failures, long Since, TimeSpan Wait);
}
