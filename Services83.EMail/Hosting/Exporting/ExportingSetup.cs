using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Services83.EMail.Telemetry;

namespace Services83.EMail.Hosting.Exporting;

internal static class ExportingSetup
{
    /// <summary>The standard variable that names the collector. The exporter reads it and the others itself.</summary>
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ServiceName = "OTEL_SERVICE_NAME";

    /// <summary>The program's meter, and those of the framework: HTTP requests, connections, the runtime, the database's connections.</summary>
    private static readonly string[] Meters =
        [ProgramMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql"];

    private static readonly string[] Sources = [ProgramMeter.Name, "System.Net.Http", "Npgsql"];

    /// <summary>Registers the exports that the settings ask for. Without any, nothing is measured.</summary>
    /// <param name="services">What the program is made of.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="countsStates">Whether the engine has accounts of its own.</param>
    public static void AddExporting(this IServiceCollection services, IConfiguration configuration, bool countsStates)
    {
        var section = configuration.GetSection(TelemetryOptions.Section);
        services.AddOptions<TelemetryOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        var hasPrometheus = !string.IsNullOrEmpty(section[nameof(TelemetryOptions.PrometheusUrl)]);
        var hasCollector = !string.IsNullOrEmpty(configuration[Collector]);
        if (!hasPrometheus && !hasCollector)
        {
            return;
        }

        if (countsStates)
        {
            services.AddHostedService<StateGauges>();
        }

        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(configuration[ServiceName] ?? ProgramMeter.Name))
            .WithMetrics(metrics => metrics.AddMeter(Meters));
        if (hasPrometheus)
        {
            services.AddSingleton(_ => PrometheusReader.Create());
            services.AddHostedService<PrometheusServer>();
            telemetry.WithMetrics(metrics => metrics.AddReader(provider => provider.GetRequiredService<PrometheusReader>()));
        }

        if (hasCollector)
        {
            telemetry.WithTracing(traces => traces.AddSource(Sources).AddAspNetCoreInstrumentation()).UseOtlpExporter();
        }
    }
}
