using System.Net;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Identity;

/// <summary>
/// The login name of the user whom a reverse proxy has authenticated. <see cref="NameOf"/> reads it from the request as it arrived, so <see
/// cref="Capture"/> must run before the middleware that replaces the proxy's address by the client's.
/// </summary>
public sealed class ProxyUser(IOptions<IdentityOptions> options)
{
    private readonly string _header = options.Value.ProxyUserHeader;
    private readonly HashSet<IPAddress> _proxies = [.. options.Value.TrustedProxies.Select(IPAddress.Parse).Select(Plain)];

    /// <summary>Middleware that stores the name and hides the header from all later code.</summary>
    public Task Capture(HttpContext context, RequestDelegate next)
    {
        if (_header.Length > 0)
        {
            if (context.Connection.RemoteIpAddress is { } address && _proxies.Contains(Plain(address)))
            {
                context.Features.Set(new Vouched(context.Request.Headers[_header].ToString()));
            }

            context.Request.Headers.Remove(_header);
        }

        return next(context);
    }

    /// <summary>The user name from the proxy; null when no trusted proxy sent one.</summary>
    public static string? NameOf(HttpContext context) =>
        context.Features.Get<Vouched>() is { Name.Length: > 0 } vouched ? vouched.Name : null;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private sealed record Vouched(string Name);
}
