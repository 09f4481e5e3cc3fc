using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>Writes pages. They are made on the server and need no script.</summary>
internal static class Renderer
{
    /// <summary>Nothing but this program's own files, in no frame; scripts can make no HTML.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'";

    /// <summary>The headers of every reply.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        // Not no-referrer: the browser would then hide the origin of forms, by which other sites are recognised.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["X-Robots-Tag"] = "noindex";
    }

    public static async Task WriteAsync<TPage>(HttpContext context, int status, Frame frame, IReadOnlyDictionary<string, object?> parameters)
        where TPage : IComponent
    {
        var services = context.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var all = new Dictionary<string, object?>(parameters, StringComparer.Ordinal) { ["Frame"] = frame };
        var html = await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(all))).ToHtmlString());
        var bytes = Encoding.UTF8.GetBytes($"<!DOCTYPE html>\n{html}");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
