using System.Diagnostics;
using System.Diagnostics.Metrics;
using Services83.EMail.Telemetry;

namespace Services83.EMail.Identity;

/// <summary>Measures the calls of both doors.</summary>
public sealed class CallMetrics(ProgramMeter meter)
{
    private readonly Histogram<double> _duration = meter.Duration("rpc.server.call.duration", "Duration of the calls of both doors.");

    /// <param name="door"><c>soap</c> or <c>rest</c>.</param>
    /// <param name="operation">The called operation; one of a fixed list.</param>
    /// <param name="error">The kind of error; null for none.</param>
    public void Add(string door, string operation, string? error, TimeSpan elapsed)
    {
        if (_duration.Enabled)
        {
            var tags = new TagList { { Attributes.RpcSystem, door }, { Attributes.RpcMethod, operation } };
            if (error is not null)
            {
                tags.Add(Attributes.ErrorType, error);
            }

            _duration.Record(elapsed.TotalSeconds, tags);
        }
    }
}
