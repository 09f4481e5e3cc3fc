using Microsoft.Extensions.Options;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Gateway;

/// <summary>A SuperOffice installation, or one customer's part of it.</summary>
/// <param name="Name">The name in the settings; empty for the tenant that needs no name.</param>
/// <param name="BaseAddress">The address above <c>api/v1</c>; ends with a slash.</param>
public sealed record Tenant(string Name, Uri BaseAddress)
{
    /// <summary>For messages: the name, else the host.</summary>
    public override string ToString() => Name.Length > 0 ? $"'{Name}'" : BaseAddress.Host;
}

/// <summary>The tenants of the settings.</summary>
public sealed class Tenants(IOptions<GatewayOptions> options)
{
    private const string Api = "/api/v1";

    private readonly Dictionary<string, Tenant> _tenants = All(options.Value).ToDictionary(tenant => tenant.Name, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<Tenant> List => _tenants.Values;

    /// <param name="name">Empty for the tenant that needs no name.</param>
    public Tenant? Find(string name) => _tenants.GetValueOrDefault(name);

    private static IEnumerable<Tenant> All(GatewayOptions options) =>
    [
        .. options.BaseAddress is { } address ? new[] { new Tenant("", WithSlash(address)) } : [],
        .. options.Tenants.Select(tenant => new Tenant(tenant.Key, WithSlash(tenant.Value))),
    ];

    /// <summary>Many operators enter the address of the web API itself, which ends in <c>api/v1</c>.</summary>
    private static Uri WithSlash(Uri address)
    {
        var text = address.AbsoluteUri.TrimEnd('/');
        return new Uri((text.EndsWith(Api, StringComparison.OrdinalIgnoreCase) ? text[..^Api.Length].TrimEnd('/') : text) + "/");
    }
}

/// <summary>
/// Reads a tenant's name from the path, for all doors: the rest of the path is the same as without a tenant, and the name becomes part of
/// the path base, which a WSDL then shows.
/// </summary>
internal static class TenantPath
{
    /// <summary>Must run before routing.</summary>
    public static IApplicationBuilder UseTenants(this IApplicationBuilder app)
    {
        var tenants = app.ApplicationServices.GetRequiredService<Tenants>();
        return app.Use((context, next) =>
        {
            var call = context.RequestServices.GetRequiredService<UpstreamCall>();
            call.Tenant = TakeTenant(tenants, context.Request) ?? tenants.Find("");
            context.RequestServices.GetRequiredService<CallContext>().TenantName = call.Tenant is { Name.Length: > 0 } named ? named.Name : null;
            return next(context);
        });
    }

    private static Tenant? TakeTenant(Tenants tenants, HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var end = path.IndexOf('/', Math.Min(1, path.Length));
        if (end < 2 || tenants.Find(path[1..end]) is not { } tenant)
        {
            return null;
        }

        request.PathBase = request.PathBase.Add(path[..end]);
        request.Path = path[end..];
        return tenant;
    }
}
