using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Services83.EMail.Hosting.Health;

/// <summary>
/// The reply of <c>/health/ready</c>: the overall state in the first line, then a line for each part. Anybody may call it, so it gives no
/// reasons: they are in the log and in the command <c>status</c>.
/// </summary>
internal static class HealthReply
{
    /// <summary>Maps the addresses for monitoring: whether the process runs, and whether it can do its work.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var parts = report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Status}");
        return context.Response.WriteAsync(string.Join('\n', parts.Prepend($"{report.Status}")), context.RequestAborted);
    }
}
