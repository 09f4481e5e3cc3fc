using Microsoft.Extensions.Diagnostics.HealthChecks;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Hosting.Health;

/// <summary>Ready when the database answers and can be written to.</summary>
internal sealed class DatabaseHealth(SyncQueue queue, WriteProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var waiting = await queue.CountAsync(cancellationToken);
            return await probe.FailureAsync(cancellationToken) is { } failure
                ? HealthCheckResult.Unhealthy(failure.Summary, failure)
                : HealthCheckResult.Healthy($"{waiting} accounts are waiting or running");
        }
        catch (StorageException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Summary, exception);
        }
    }
}
