using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Services83.EMail.Hosting.Health;

/// <summary>
/// What <c>/health/ready</c> answers: the whole in the first line, then a line for each part. Anybody may ask, so it does not say why: the
/// reasons are in the log and in the command <c>status</c>.
/// </summary>
internal static class HealthReply
{
    /// <summary>Maps what monitoring asks: whether the process lives, and whether it can do its work.</summary>
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
