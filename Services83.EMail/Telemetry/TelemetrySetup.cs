using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Services83.EMail.Telemetry;

public static class TelemetrySetup
{
    /// <summary>Registers where instruments come from. They cost nothing until something exports them.</summary>
    public static IServiceCollection AddProgramMeter(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<ProgramMeter>();
        return services;
    }
}
