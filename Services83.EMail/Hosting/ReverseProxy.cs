using System.Net;
using Microsoft.AspNetCore.Builder.Extensions;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Services83.EMail.Doors.Http;
using Services83.EMail.Identity;

namespace Services83.EMail.Hosting;

/// <summary>What a request looks like when it has come through a reverse proxy, for example one that ends TLS.</summary>
internal static class ReverseProxy
{
    /// <summary>Path below which the server is mounted, such as <c>/Cust12345</c>; requests without it are answered too.</summary>
    internal const string PathBaseKey = "PathBase";

    /// <summary>
    /// Believes <c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c>, <c>-Port</c> and <c>-Prefix</c> from the trusted proxies and from nobody else.
    /// </summary>
    /// <exception cref="SettingsException">The path base is not one.</exception>
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

        // The framework takes an empty list for "everybody".
        if (options.KnownProxies.Count > 0)
        {
            app.UseForwardedHeaders(options);
        }

        if (app.Configuration[PathBaseKey] is { Length: > 0 } pathBase)
        {
            if (!pathBase.StartsWith('/'))
            {
                throw new SettingsException([$"{PathBaseKey} must begin with a slash, as in /Cust12345, unlike '{pathBase}'."]);
            }

            if (pathBase.TrimEnd('/') is { Length: > 0 } trimmed)
            {
                // UsePathBase would also choose the route, before a tenant's name has been taken off the path.
                app.UseMiddleware<UsePathBaseMiddleware>(new PathString(trimmed));
            }
        }
    }
}
