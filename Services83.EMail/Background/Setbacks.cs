using System.Collections.Concurrent;

namespace Services83.EMail.Background;

/// <summary>
/// Who waits after a failure that could not even be written down, because the database itself failed. In memory only, and by a clock that
/// nobody sets. Safe for concurrent use.
/// </summary>
internal sealed class Setbacks(TimeProvider time)
{
    private readonly ConcurrentDictionary<int, Setback> _known = [];

    /// <summary>Whether the wait of this one is not over yet.</summary>
    public bool Waits(int id) => _known.TryGetValue(id, out var setback) && time.GetElapsedTime(setback.Since) < setback.Wait;

    /// <summary>Notes another failure.</summary>
    /// <param name="wait">How long to wait, from the number of failures in a row, 1 or more.</param>
    /// <returns>How long it has to wait.</returns>
    public TimeSpan Add(int id, Func<int, TimeSpan> wait)
    {
        var failures = _known.TryGetValue(id, out var before) ? before.Failures + 1 : 1;
        var setback = new Setback(failures, time.GetTimestamp(), wait(failures));
        _known[id] = setback;
        return setback.Wait;
    }

    public void Forget(int id) => _known.TryRemove(id, out _);

    private sealed record Setback(int Failures, long Since, TimeSpan Wait);
}
