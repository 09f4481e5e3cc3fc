using System.Globalization;

namespace Services83.EMail.Doors.Http;

/// <summary>
/// Normalizes the address of a request before it is used. Headers of a proxy are only made well-formed here; later code decides whether the
/// proxy is trusted.
/// </summary>
internal static class RequestAddress
{
    private const string Host = "X-Forwarded-Host";
    private const string Port = "X-Forwarded-Port";
    private const string Prefix = "X-Forwarded-Prefix";
    private const string Proto = "X-Forwarded-Proto";

    public static IApplicationBuilder UseTidyAddresses(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        TidyForwarded(request);
        if (!request.Host.HasValue && context.Connection.LocalIpAddress is { } address)
        {
            // HTTP/1.0 has no Host header.
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            request.Host = new HostString(plain.ToString(), context.Connection.LocalPort);
        }

        if (request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
        {
            // The client joined a base address that ends in a slash and a path that begins with one.
            var names = string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));
            request.Path = "/" + names + (names.Length > 0 && path.EndsWith('/') ? "/" : "");
        }

        return next(context);
    });

    private static void TidyForwarded(HttpRequest request)
    {
        var headers = request.Headers;
        if (headers.TryGetValue(Proto, out var scheme) && !scheme.ToString().Split(',').All(one => one.Trim().ToUpperInvariant() is "HTTP" or "HTTPS"))
        {
            headers.Remove(Proto);
        }

        if (headers.TryGetValue(Prefix, out var prefix))
        {
            var trimmed = prefix.ToString().TrimEnd('/');
            headers[Prefix] = trimmed.StartsWith('/') ? trimmed : "/" + trimmed;
            if (trimmed.Length == 0)
            {
                headers.Remove(Prefix);
            }
        }

        if (headers.TryGetValue(Port, out var port))
        {
            AddPort(request, Last(port.ToString()));
        }
    }

    /// <summary>The framework reads a port only as a part of the host.</summary>
    private static void AddPort(HttpRequest request, string port)
    {
        var forwarded = request.Headers[Host].ToString();
        var host = HostString.FromUriComponent(forwarded.Length > 0 ? Last(forwarded) : request.Host.ToUriComponent());
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !host.HasValue || (forwarded.Length > 0 && host.Port is not null))
        {
            return;
        }

        var isUsual = Last(request.Headers[Proto].ToString()) is { Length: > 0 } scheme && scheme.Equals("https", StringComparison.OrdinalIgnoreCase)
            ? number == 443
            : number == 80;
        request.Headers[Host] = isUsual ? host.Host : new HostString(host.Host, number).ToUriComponent();
    }

    private static string Last(string list) => list.Split(',')[^1].Trim();
}
