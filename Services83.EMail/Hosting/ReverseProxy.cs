using System.Net;
using Microsoft.AspNetCore.Builder.Extensions;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Services83.EMail.Doors.Http;
using Services83.EMail.Identity;

namespace Services83.EMail.Hosting;

/// <summary>Handles requests that come through a reverse proxy, for example one that terminates TLS.</summary>
internal static class ReverseProxy
{
    /// <summary>Path below which the server is mounted, such as <c>/Cust12345</c>; requests without it are answered too.</summary>
    internal const string PathBaseKey = "PathBase";

    /// <summary>
    /// Uses <c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c>, <c>-Port</c> and <c>-Prefix</c> only if they come from trusted proxies.
    /// </summary>
    /// <exception cref="SettingsException">The path base is not valid.</exception>
    public static void UseReverseProxy(this WebApplication app)
    {
        app.UseTidyAddresses();
        app.UseProxyUser();
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in app.Services.GetRequiredService<IOptions<IdentityOptions>>().Value.TrustedProxies)
        {
            options.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        // For the framework an empty list means "everybody".
        if (options.KnownProxies.Count > 0)
        {
            app.UseForwardedHeaders(options);
        }

        if (app.Configuration[PathBaseKey] is { Length: > 0 } pathBase)
        {
            if (!pathBase.StartsWith('/'))
            {
                throw new SettingsException([$"{PathBaseKey} must begin with a slash, as in /Cust12345, not '{pathBase}'."]);
            }

            if (pathBase.TrimEnd('/') is { Length: > 0 } trimmed)
            {
                // UsePathBase would also choose the route, before a tenant's name has been removed from the path.
                app.UseMiddleware<UsePathBaseMiddleware>(new PathString(trimmed));
            }
        }
    }
}
