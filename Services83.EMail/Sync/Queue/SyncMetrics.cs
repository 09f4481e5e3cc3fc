using System.Diagnostics;
using System.Diagnostics.Metrics;
using Services83.EMail.Sync.Run;
using Services83.EMail.Telemetry;

namespace Services83.EMail.Sync.Queue;

/// <summary>Measures syncs.</summary>
internal sealed class SyncMetrics(ProgramMeter meter)
{
    private readonly Histogram<double> _duration = meter.Duration("services83.sync.duration", "Duration of the syncs of single accounts.");
    private readonly Counter<long> _messages = meter.Count("services83.sync.messages", "{message}", "Messages that syncs have stored.");

    /// <summary>Runs a sync.</summary>
    public async Task<SyncOutcome> MeasureAsync(int accountId, Func<Task<SyncOutcome>> sync)
    {
        var started = Stopwatch.GetTimestamp();
        using var span = Spans.Begin("sync account");
        span?.SetTag(Attributes.AccountId, accountId);
        var outcome = await sync();
        var tags = default(TagList);
        if (outcome.Error is { } error)
        {
            var kind = error is AgentException known ? known.Kind.WireName() : error.GetType().Name;
            tags.Add(Attributes.ErrorType, kind);
            span.Fail(kind, error.Message);
        }

        _messages.Add(outcome.NewMessages);
        _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
        return outcome;
    }
}
