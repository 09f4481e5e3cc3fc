using Microsoft.Extensions.Diagnostics.HealthChecks;
using Services83.EMail.Background;

namespace Services83.EMail.Hosting.Health;

/// <summary>Degraded while a background task fails; says which and why.</summary>
internal sealed class LoopHealth(LoopBoard board) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var troubles = board.Troubles;
        return Task.FromResult(troubles.Count == 0
            ? HealthCheckResult.Healthy("all work")
            : HealthReply.Degraded(
                $"failing: {string.Join(", ", troubles.Select(trouble => trouble.Name))}",
                string.Join("; ", troubles.Select(trouble => $"{trouble.Name} has failed since {trouble.Since.UtcDateTime:u}: {trouble.Reason}"))));
    }
}
