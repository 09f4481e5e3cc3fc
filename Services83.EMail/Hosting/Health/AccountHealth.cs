using Microsoft.Extensions.Diagnostics.HealthChecks;
using Services83.EMail.Storage;

namespace Services83.EMail.Hosting.Health;

/// <summary>Degraded while accounts cannot be synced: for a reason that somebody must solve, or for several times in a row.</summary>
internal sealed class AccountHealth(StateCounts counts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var troubled = await counts.TroubledAsync(cancellationToken);
            return troubled == 0
                ? HealthCheckResult.Healthy()
                : HealthReply.Degraded($"{troubled} {(troubled == 1 ? "account" : "accounts")} cannot be synced; the command status says which and why");
        }
        catch (StorageException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Summary, exception);
        }
    }
}
