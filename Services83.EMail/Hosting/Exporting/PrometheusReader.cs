using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Services83.EMail.Hosting.Exporting;

/// <summary>Writes the present value of each metric when it is asked to. Safe for concurrent use: one after the other.</summary>
internal sealed class PrometheusReader : BaseExportingMetricReader
{
    private const int PatienceMilliseconds = 10_000;

    private readonly Lock _turn = new();
    private readonly Exporter _exporter;

    private PrometheusReader(Exporter exporter)
        : base(exporter) => _exporter = exporter;

    public static PrometheusReader Create() => new(new Exporter());

    /// <summary>All metrics, as text.</summary>
    public string Read()
    {
        lock (_turn)
        {
            _exporter.Collect!(PatienceMilliseconds);
            return _exporter.Text;
        }
    }

    [ExportModes(ExportModes.Pull)]
    private sealed class Exporter : BaseExporter<Metric>, IPullMetricExporter
    {
        /// <summary>Set by the reader: exporters that are asked may collect only by this.</summary>
        public Func<int, bool>? Collect { get; set; }

        public string Text { get; private set; } = "";

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var metrics = new List<Metric>();
            foreach (var metric in batch)
            {
                metrics.Add(metric);
            }

            var text = new PrometheusText();
            foreach (var metric in metrics.OrderBy(PrometheusText.NameOf, StringComparer.Ordinal))
            {
                text.Add(metric);
            }

            Text = text.ToString();
            return ExportResult.Success;
        }
    }
}
