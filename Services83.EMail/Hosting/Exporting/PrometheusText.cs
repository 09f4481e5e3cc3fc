using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace Services83.EMail.Hosting.Exporting;

/// <summary>
/// Metrics in the text format of Prometheus, version 0.0.4, with the names that OpenTelemetry's specification "Prometheus and OpenMetrics
/// Compatibility" derives: dots become underscores, the unit is written out at the end, a count ends in <c>_total</c>.
/// </summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "_seconds",
        ["ms"] = "_milliseconds",
        ["By"] = "_bytes",
        ["%"] = "_percent",
    };

    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _described = new(StringComparer.Ordinal);

    /// <summary>Appends a metric with all its points. Metrics of several meters with the same name must follow each other.</summary>
    public void Add(Metric metric)
    {
        var name = NameOf(metric);
        if (_described.Add(name))
        {
            _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escaped(metric.Description)}\n# TYPE {name} {TypeOf(metric.MetricType)}\n");
        }

        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            Add(name, metric.MetricType, in point);
        }
    }

    public override string ToString() => _text.ToString();

    /// <summary>The name in the format.</summary>
    public static string NameOf(Metric metric)
    {
        var name = Plain(metric.Name) + Units.GetValueOrDefault(metric.Unit, "");
        return IsCount(metric.MetricType) ? name + "_total" : name;
    }

    private static bool IsCount(MetricType type) => type is MetricType.LongSum or MetricType.DoubleSum;

    private static string TypeOf(MetricType type) => IsCount(type) ? "counter" : type == MetricType.Histogram ? "histogram" : "gauge";

    private void Add(string name, MetricType type, ref readonly MetricPoint point)
    {
        var labels = LabelsOf(in point);
        switch (type)
        {
            case MetricType.Histogram:
                AddBuckets(name, labels, in point);
                break;
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                AddLine(name, labels, point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                AddLine(name, labels, point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                AddLine(name, labels, point.GetGaugeLastValueLong());
                break;
            case MetricType.DoubleGauge:
                AddLine(name, labels, point.GetGaugeLastValueDouble());
                break;
        }
    }

    private void AddBuckets(string name, string labels, ref readonly MetricPoint point)
    {
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var bound = $"le=\"{Number(bucket.ExplicitBound)}\"";
            AddLine(name + "_bucket", labels.Length == 0 ? bound : $"{labels},{bound}", count);
        }

        AddLine(name + "_sum", labels, point.GetHistogramSum());
        AddLine(name + "_count", labels, point.GetHistogramCount());
    }

    private void AddLine(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string LabelsOf(ref readonly MetricPoint point)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in point.Tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels.Append(labels.Length == 0 ? "" : ",").Append(Plain(key)).Append("=\"").Append(Escaped(text).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        return labels.ToString();
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static string Plain(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
