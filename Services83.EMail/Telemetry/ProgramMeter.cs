using System.Diagnostics.Metrics;

namespace Services83.EMail.Telemetry;

/// <summary>
/// Where the program's instruments come from. Names and attributes follow the semantic conventions of OpenTelemetry where these have one;
/// the others begin with <c>services83</c>. No attribute has values that a caller chooses: each value is kept until the process ends.
/// </summary>
public sealed class ProgramMeter(IMeterFactory factory)
{
    /// <summary>The name of the meter, and of the source of spans.</summary>
    public const string Name = "Services83.EMail";

    /// <summary>Seconds: from a look into the database to the sync of a large mailbox.</summary>
    private static readonly double[] Durations = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

    private readonly Meter _meter = factory.Create(Name);

    /// <summary>How long something takes, in seconds.</summary>
    public Histogram<double> Duration(string name, string description) =>
        _meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Durations });

    /// <summary>How often something has happened since the start.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unit">What is counted, in braces, such as <c>{message}</c>.</param>
    /// <param name="description">A sentence for operators.</param>
    public Counter<long> Count(string name, string unit, string description) => _meter.CreateCounter<long>(name, unit, description);

    /// <summary>What is there now.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unit">What is counted, in braces, or <c>By</c> for bytes.</param>
    /// <param name="description">A sentence for operators.</param>
    /// <param name="look">Answers at once; it is asked at each export.</param>
    public void Gauge(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> look) =>
        _meter.CreateObservableGauge(name, look, unit, description);
}
