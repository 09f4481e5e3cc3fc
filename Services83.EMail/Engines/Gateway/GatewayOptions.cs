using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Services83.EMail.WebApi;

namespace Services83.EMail.Engines.Gateway;

/// <summary>Settings under <c>Gateway</c>: the tenants and the connections to them.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>
    /// The tenant for requests whose path names no tenant: the address above its <c>api/v1</c>, such as
    /// <c>https://crm.example.com/SuperOffice</c>. Null: such requests are refused.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// Further tenants by the first segment of the path that selects them: <c>Cust12345</c> is reached at
    /// <c>/Cust12345/Remote/Services83/EMail.svc</c>, in any letter case.
    /// </summary>
    public Dictionary<string, Uri> Tenants { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether plain HTTP may be used for tenants. Passwords and mail are then sent in cleartext. Loopback is always
    /// allowed.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Seconds for connecting to a tenant, TLS included, 1 to 600. Default 15.</summary>
    [Range(1, 600)]
    public int ConnectTimeoutSeconds { get; set; } = 15;

    /// <summary>Seconds for a call, from the first byte of the request to the last byte of the reply, 1 to 86400. Default 100.</summary>
    [Range(1, 86_400)]
    public int TimeoutSeconds { get; set; } = 100;

    /// <summary>
    /// The same for single operations by their names, 1 to 86400. Unless named here, operations during which the tenant may talk to mail
    /// servers for long have half an hour; <see cref="Upstream.Timeouts"/> lists them.
    /// </summary>
    public Dictionary<string, int> Timeouts { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often a call that only reads is repeated when the tenant cannot be reached, 0 to 10. Default 2.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 2;

    /// <summary>Longest <c>Retry-After</c> of a tenant that the gateway waits for, in seconds, 0 to 600. Default 10.</summary>
    [Range(0, 600)]
    public int MaxRetryAfterSeconds { get; set; } = 10;

    /// <summary>
    /// How long the gateway sends no calls to a tenant, in seconds, if at least half of ten or more calls within half a minute did not
    /// reach it, 1 to 600. Default 15.
    /// </summary>
    [Range(1, 600)]
    public int BreakSeconds { get; set; } = 15;

    /// <summary>Largest reply of a tenant in bytes after decompression, 1 KiB to 2 GiB. Default 256 MiB.</summary>
    [Range(1024, int.MaxValue)]
    public long MaxReplyBytes { get; set; } = 256L << 20;

    /// <summary>
    /// Whether operations that this program does not know are forwarded from the web API to the tenant as they are. False: they are refused.
    /// </summary>
    public bool ForwardUnknownOperations { get; set; }

    /// <summary>
    /// Whether calls of <c>SyncEmailAccounts</c> are stored in a queue and repeated until the tenant has carried them out. False: they are
    /// forwarded like every other call, and the tenant may silently ignore them.
    /// </summary>
    public bool QueueSyncs { get; set; } = true;

    /// <summary>
    /// Seconds after which a tenant returns from a <c>SyncEmailAccounts</c> that it has ignored, 0.1 to 60. The documented value, and the
    /// default, is 1.
    /// </summary>
    [Range(0.1, 60.0)]
    public double SyncRefusalSeconds { get; set; } = 1;

    /// <summary>
    /// How much earlier or later than <see cref="SyncRefusalSeconds"/> a return still counts as such a refusal, in seconds, 0 to 60.
    /// Default 0.5.
    /// </summary>
    [Range(0.0, 60.0)]
    public double SyncMarginSeconds { get; set; } = 0.5;

    /// <summary>How long a queued call is tried before it is given up, in minutes, 1 to 1440. Default 60.</summary>
    [Range(1, 1440)]
    public int SyncPatienceMinutes { get; set; } = 60;

    /// <summary>Most calls that wait for one tenant, 1 to 100000; further ones are refused. Default 1000.</summary>
    [Range(1, 100_000)]
    public int MaxQueuedSyncs { get; set; } = 1000;
}

internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    private const int MaxTimeoutSeconds = 86_400;

    /// <summary>Names that would hide the addresses of the program itself.</summary>
    private static readonly string[] Reserved = ["Services83", "Remote", "api", "health", "openapi", "swagger"];

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        string[] failures =
        [
            .. Addresses(options).Any() ? Array.Empty<string>() :
                [$"{GatewayOptions.Section}:BaseAddress, or {GatewayOptions.Section}:Tenants, must name the tenant that calls are forwarded to."],
            .. Addresses(options).Where(tenant => !IsAddress(tenant.Address)).Select(tenant =>
                $"{tenant.Key} must be the address of a tenant such as https://crm.example.com/SuperOffice, without a query."),
            .. Addresses(options).Where(tenant => IsAddress(tenant.Address) && !IsSafe(tenant.Address, options)).Select(tenant =>
                $"{tenant.Key} is plain http, which sends passwords and mail in cleartext. Use https, or set {GatewayOptions.Section}:AllowHttp."),
            .. options.Tenants.Keys.Where(tenant => !IsName(tenant)).Select(tenant =>
                $"{GatewayOptions.Section}:Tenants:{tenant}: a tenant's name has letters, digits, '-' and '_', and is not one of {string.Join(", ", Reserved)}."),
            .. options.Timeouts.Where(timeout => timeout.Value is < 1 or > MaxTimeoutSeconds || !IsOperation(timeout.Key)).Select(timeout =>
                $"{GatewayOptions.Section}:Timeouts:{timeout.Key} must be an operation and 1 to {MaxTimeoutSeconds} seconds."),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<(string Key, Uri Address)> Addresses(GatewayOptions options) =>
    [
        .. options.BaseAddress is { } address ? new[] { ($"{GatewayOptions.Section}:BaseAddress", address) } : [],
        .. options.Tenants.Select(tenant => ($"{GatewayOptions.Section}:Tenants:{tenant.Key}", tenant.Value)),
    ];

    private static bool IsAddress(Uri address) =>
        address is { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" };

    private static bool IsSafe(Uri address, GatewayOptions options) => address.Scheme == "https" || address.IsLoopback || options.AllowHttp;

    private static bool IsName(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && !Reserved.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsOperation(string name) => RestOperations.Find(name) is not null;
}
