using System.Runtime.InteropServices;

namespace Services83.EMail.RecentCalls;

/// <summary>The calls between two writes: the latest of each kind, and the numbers of all. Operations and errors come from fixed lists, so the
/// numbers are few.</summary>
internal sealed class CallBatch
{
    private readonly Dictionary<(long Period, string Operation, string Error), CallTally> _tallies = [];
    private readonly Dictionary<CallKind, Queue<(long Number, RecentCall Call)>> _calls = Enum.GetValues<CallKind>().ToDictionary(kind => kind, _ => new Queue<(long Number, RecentCall Call)>());
    private long _count;

    public bool IsEmpty => _tallies.Count == 0;

    /// <summary>In the order in which they ended.</summary>
    public IEnumerable<RecentCall> Calls => _calls.Values.SelectMany(calls => calls).OrderBy(entry => entry.Number).Select(entry => entry.Call);

    public IEnumerable<CallCount> Counts => _tallies.Select(entry => new CallCount(
        DateTimeOffset.FromUnixTimeMilliseconds(entry.Key.Period * (long)CallCollector.Period.TotalMilliseconds), entry.Key.Operation, entry.Key.Error, entry.Value));

    public void Add(RecentCall call)
    {
        ref var tally = ref TallyOf(call);
        tally.Calls++;
        tally.Microseconds += call.Microseconds;
        var calls = _calls[call.Kind];
        if (calls.Count == CallCollector.MostOf(call.Kind))
        {
            TallyOf(calls.Dequeue().Call).Unlisted++;
        }

        calls.Enqueue((_count++, call));
    }

    private ref CallTally TallyOf(RecentCall call)
    {
        var period = call.CalledAt.ToUnixTimeMilliseconds() / (long)CallCollector.Period.TotalMilliseconds;
        return ref CollectionsMarshal.GetValueRefOrAddDefault(_tallies, (period, call.Operation, call.Error ?? ""), out _);
    }
}

/// <summary>Numbers of calls.</summary>
internal record struct CallTally(long Calls, long Unlisted, long Microseconds);

/// <param name="BeganAt">The beginning of the period in which the calls arrived.</param>
/// <param name="Operation">The called operation.</param>
/// <param name="Error">The kind of error; empty for calls that succeeded.</param>
/// <param name="Tally">Their numbers.</param>
internal sealed record CallCount(DateTimeOffset BeganAt, string Operation, string Error, CallTally Tally);
