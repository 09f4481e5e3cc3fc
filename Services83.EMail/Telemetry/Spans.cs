using System.Diagnostics;

namespace Services83.EMail.Telemetry;

/// <summary>The program's spans. Without an exporter nothing is recorded.</summary>
public static class Spans
{
    private static readonly ActivitySource Source = new(ProgramMeter.Name);

    /// <summary>Begins a span that ends when it is disposed of; null when nobody records.</summary>
    public static Activity? Begin(string name, ActivityKind kind = ActivityKind.Internal) => Source.StartActivity(name, kind);

    /// <summary>Marks the span as failed.</summary>
    /// <param name="type">The kind of failure, as in the metrics.</param>
    public static void Fail(this Activity? span, string type, string reason) =>
        span?.SetTag(Attributes.ErrorType, type).SetStatus(ActivityStatusCode.Error, reason);
}
