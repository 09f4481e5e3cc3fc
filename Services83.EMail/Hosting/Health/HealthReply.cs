using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Services83.EMail.Hosting.Health;

/// <summary>
/// The reply of <c>/health/ready</c>: the overall state in the first line, then a line for each part. Anybody may call it, so a reason names
/// no account, server or file: those are in the log and in the command <c>status</c>.
/// </summary>
internal static class HealthReply
{
    private const string Public = "public";

    /// <summary>Maps the addresses for monitoring: whether the process runs, and whether it can do its work.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    /// <summary>A part that works with restrictions.</summary>
    /// <param name="reason">For anybody to read.</param>
    /// <param name="details">For the log; the reason when not given.</param>
    public static HealthCheckResult Degraded(string reason, string? details = null) =>
        HealthCheckResult.Degraded(details ?? reason, data: new Dictionary<string, object> { [Public] = reason });

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var parts = report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Status}{Reason(entry.Value)}");
        return context.Response.WriteAsync(string.Join('\n', parts.Prepend($"{report.Status}")), context.RequestAborted);
    }

    private static string Reason(HealthReportEntry entry) => entry.Data.TryGetValue(Public, out var reason) ? $" ({reason})" : "";
}
