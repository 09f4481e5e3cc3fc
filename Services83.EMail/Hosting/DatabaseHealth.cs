using Microsoft.Extensions.Diagnostics.HealthChecks;
using Services83.EMail.Storage;

namespace Services83.EMail.Hosting;

/// <summary>Ready when the database answers.</summary>
internal sealed class DatabaseHealth(SyncQueue queue) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var requests = await queue.ListAsync(cancellationToken);
            return HealthCheckResult.Healthy($"{requests.Count} accounts wait or run");
        }
        catch (StorageException exception)
        {
            return HealthCheckResult.Unhealthy("the database does not answer", exception);
        }
    }
}
