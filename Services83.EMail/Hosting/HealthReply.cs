using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Services83.EMail.Hosting;

/// <summary>What <c>/health/ready</c> answers: the whole in the first line, then a line for each part.</summary>
internal static class HealthReply
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var parts = report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Status}, {entry.Value.Description}");
        return context.Response.WriteAsync(string.Join('\n', parts.Prepend($"{report.Status}")), context.RequestAborted);
    }
}
