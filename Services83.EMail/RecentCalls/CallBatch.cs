using System.Runtime.InteropServices;

namespace Services83.EMail.RecentCalls;

/// <summary>The calls between two writes: the first ones of each kind, and the numbers of all. Operations and errors come from fixed lists, so the
/// numbers are few.</summary>
internal sealed class CallBatch
{
    private readonly Dictionary<(long Period, string Operation, string Error), CallTally> _tallies = [];
    private readonly Dictionary<CallKind, int> _listed = [];
    private readonly List<RecentCall> _calls = [];

    public bool IsEmpty => _tallies.Count == 0;

    /// <summary>In the order in which they ended.</summary>
    public IReadOnlyList<RecentCall> Calls => _calls;

    public IEnumerable<CallCount> Counts => _tallies.Select(entry => new CallCount(
        DateTimeOffset.FromUnixTimeMilliseconds(entry.Key.Period * (long)CallCollector.Period.TotalMilliseconds), entry.Key.Operation, entry.Key.Error, entry.Value));

    public void Add(RecentCall call)
    {
        ref var tally = ref TallyOf(call);
        tally.Calls++;
        tally.Microseconds += call.Microseconds;
        ref var listed = ref CollectionsMarshal.GetValueRefOrAddDefault(_listed, call.Kind, out _);
        if (listed < CallCollector.MostOf(call.Kind))
        {
            listed++;
            _calls.Add(call);
        }
        else
        {
            // Nothing of it is kept: memory that is held for a few seconds is the most expensive one to collect.
            tally.Unlisted++;
        }
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
