using Microsoft.Extensions.Diagnostics.HealthChecks;
using Services83.EMail.Gateway;
using Services83.EMail.Gateway.Sync;
using Services83.EMail.Gateway.Upstream;
using Services83.EMail.Storage;

namespace Services83.EMail.Hosting;

/// <summary>Ready when the database answers; degraded while a tenant is left alone because it cannot be reached.</summary>
internal sealed class GatewayHealth(SyncCallStore syncs, Tenants tenants, Pipelines pipelines) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var open = await syncs.CountOpenAsync(cancellationToken);
            var broken = tenants.List.Where(pipelines.IsBroken).Select(tenant => tenant.ToString()).ToArray();
            return broken.Length == 0
                ? HealthCheckResult.Healthy($"{open} syncs wait or run")
                : HealthCheckResult.Degraded($"out of reach: {string.Join(", ", broken)}");
        }
        catch (StorageException exception)
        {
            return HealthCheckResult.Unhealthy("the database does not answer", exception);
        }
    }
}
