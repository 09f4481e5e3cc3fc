using Microsoft.Extensions.Diagnostics.HealthChecks;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Storage;

namespace Services83.EMail.Hosting.Health;

/// <summary>
/// Ready when the database answers and can be written to; degraded while a tenant is paused because it cannot be reached, or a queued sync
/// is held for the operator.
/// </summary>
internal sealed class GatewayHealth(SyncCallStore syncs, Tenants tenants, Pipelines pipelines, WriteProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var held = await syncs.CountHeldAsync(cancellationToken);
            if (await probe.FailureAsync(cancellationToken) is { } failure)
            {
                return HealthCheckResult.Unhealthy(failure.Summary, failure);
            }

            var broken = tenants.List.Where(pipelines.IsBroken).Select(tenant => tenant.ToString()).ToArray();
            if (broken.Length > 0)
            {
                return HealthCheckResult.Degraded($"not reachable: {string.Join(", ", broken)}");
            }

            return held == 0 ? HealthCheckResult.Healthy() : HealthReply.Degraded(held == 1 ? "1 queued sync is held" : $"{held} queued syncs are held");
        }
        catch (StorageException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Summary, exception);
        }
    }
}
