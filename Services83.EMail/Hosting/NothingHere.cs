using System.Text;
using Microsoft.Extensions.Options;
using Services83.EMail.Doors.Dashboard;
using Services83.EMail.Doors.Soap;

namespace Services83.EMail.Hosting;

/// <summary>
/// The reply at an unknown address: 404 with the right addresses, so that a mistake in an address can be found; and at the root, what this
/// server is.
/// </summary>
internal static class NothingHere
{
    private const string Services = "/Services";

    private const int MaxShown = 200;

    public static void MapNothingHere(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<SoapDoorOptions>>().Value;
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], context => AnswerAsync(context, StatusCodes.Status200OK, Welcome(context, options)));
        app.MapFallback("{**path}", context => AnswerAsync(context, StatusCodes.Status404NotFound, $"""
            There is nothing at this address.
            {string.Join('\n', Hints(context.Request.Path.Value ?? ""))}
            There are:
            {Addresses(context, options)}

            """.Replace("\n\n", "\n", StringComparison.Ordinal)));
    }

    private static string Welcome(HttpContext context, SoapDoorOptions options) => $"""
        This is Services83.EMail, the e-mail agent of SuperOffice's Services83 for SOAP clients. There are:
        {Addresses(context, options)}{Dashboard(context, options)}
        {Origin(context, options)}/health/ready, whether it works

        """;

    /// <summary>A line about the pages for administrators, if they are served.</summary>
    private static string Dashboard(HttpContext context, SoapDoorOptions options) => DashboardDoor.IsServed(context.RequestServices)
        ? $"\n{Origin(context, options)}/admin, the pages for administrators"
        : "";

    private static string Addresses(HttpContext context, SoapDoorOptions options)
    {
        var origin = Origin(context, options);
        return $"""
            {origin}/Remote/Services83/EMail.svc and {origin}/Services83/EMail.svc
            {origin}/Remote/Services83/SoPrincipal.svc and {origin}/Services83/SoPrincipal.svc
            {origin}/api/v1, the web API, which can be tried at {origin}/swagger
            """;
    }

    private static string Origin(HttpContext context, SoapDoorOptions options) =>
        options.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}";

    private static async Task AnswerAsync(HttpContext context, int status, string reply)
    {
        var text = Encoding.UTF8.GetBytes(reply);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentLength = text.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.BodyWriter.WriteAsync(text, context.RequestAborted);
        }
    }

    /// <summary>What is probably wrong with a path, in one sentence; empty when there is no guess.</summary>
    private static IEnumerable<string> Hints(string path)
    {
        var service = path.Split('/').LastOrDefault(name => name.EndsWith(".svc", StringComparison.OrdinalIgnoreCase));
        var known = service is not null && SoapDoor.All.Any(one => service.Equals(one.Name + ".svc", StringComparison.OrdinalIgnoreCase));
        var version = path.Split('/').FirstOrDefault(name => name.StartsWith(Services[1..], StringComparison.OrdinalIgnoreCase) && name.Length > Services.Length);
        if (service is not null && !known)
        {
            yield return $"This server offers only the services EMail and SoPrincipal, not {Clip(service)}.";
        }
        else if (version is not null && !version.Equals("Services83", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"This server offers Services83; {Clip(version)} has other messages, so the client must be generated for Services83.";
        }
        else if (Before(path) is { Length: > 0 } prefix)
        {
            yield return $"This server does not know the beginning of the path, {Clip(prefix)}: its operator can set {ReverseProxy.PathBaseKey} to it or, in a gateway, "
                + "add a tenant with that name to Gateway:Tenants.";
        }
    }

    /// <summary>The beginning of a path, before the part that belongs to the doors.</summary>
    private static string Before(string path)
    {
        var at = path.IndexOf("/Remote/Services83/", StringComparison.OrdinalIgnoreCase);
        at = at >= 0 ? at : path.IndexOf("/Services83/", StringComparison.OrdinalIgnoreCase);
        at = at >= 0 ? at : path.IndexOf("/api/v1/", StringComparison.OrdinalIgnoreCase);
        return at > 0 ? path[..at] : "";
    }

    private static string Clip(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "...";
}
