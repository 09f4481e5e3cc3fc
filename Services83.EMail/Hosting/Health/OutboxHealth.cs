using Microsoft.Extensions.Diagnostics.HealthChecks;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Hosting.Health;

/// <summary>Degraded while copies of sent mail wait for the operator.</summary>
internal sealed class OutboxHealth(SentCopyStore copies) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var parked = await copies.CountParkedAsync(cancellationToken);
            return parked == 0 ? HealthCheckResult.Healthy() : HealthReply.Degraded(parked == 1 ? "1 copy of sent mail is parked" : $"{parked} copies of sent mail are parked");
        }
        catch (StorageException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Summary, exception);
        }
    }
}
