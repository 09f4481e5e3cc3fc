using System.ComponentModel.DataAnnotations;

namespace Services83.EMail.Hosting.Exporting;

/// <summary>
/// Settings under <c>Telemetry</c>. A collector of OpenTelemetry is named by the standard variables (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and
/// others), which are the same for every program.
/// </summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>
    /// Address at which Prometheus fetches the metrics, under <c>/metrics</c>, such as <c>http://127.0.0.1:9464</c>. It is an address of its own,
    /// where nothing else is served, because whoever can reach it may read the metrics.
    /// </summary>
    [Url(ErrorMessage = "{0} must be an address such as http://127.0.0.1:9464.")]
    public Uri? PrometheusUrl { get; set; }
}
