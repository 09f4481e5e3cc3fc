using System.Net;
using Microsoft.Extensions.Options;
using Services83.EMail.Time;

namespace Services83.EMail.Identity;

/// <summary>Whether callers have to name a known application.</summary>
public enum Deployment
{
    /// <summary>In the company's own network: application tokens are not checked.</summary>
    OnSite,

    /// <summary>On the internet: every call needs a known application token, and the EMail agent has to be granted to it.</summary>
    Online,
}

/// <summary>Section <c>Identity</c> of the configuration.</summary>
public sealed class IdentityOptions
{
    public const string Section = "Identity";

    public Deployment Deployment { get; set; }

    /// <summary>Name of the company that runs this installation, in the reply of <c>GetSystemInfo</c>.</summary>
    public string CompanyName { get; set; } = "";

    /// <summary>
    /// Version of SuperOffice's NetServer in the replies of <c>GetSystemInfo</c> and <c>GET /api</c>, for clients that check it: two to
    /// four numbers. Default 8.1.6431.038, which the vendor's page shows for a server whose newest services are Services83.
    /// </summary>
    public string NetServerVersion { get; set; } = "8.1.6431.038";

    /// <summary>
    /// The base time zone of the installation, used for the dates of callers that name none: a code such as <c>NO</c> or <c>US-NY</c>, or a
    /// name such as <c>Europe/Oslo</c>. Default UTC.
    /// </summary>
    public string BaseTimeZone { get; set; } = CallerTimeZone.Utc.Code;

    /// <summary>
    /// Request header in which a reverse proxy passes the login name of the user that it has authenticated, for
    /// <c>AuthenticateImplicit</c>. Empty: that operation is refused.
    /// </summary>
    public string ProxyUserHeader { get; set; } = "";

    /// <summary>Addresses of the proxies whose <see cref="ProxyUserHeader"/> is used. From all others it is ignored.</summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>Most calls of one user within a minute, 0 to 1000000; 0 for any number, the default. System users are not limited.</summary>
    public int MaxCallsPerMinute { get; set; }

    /// <summary>The version of its assemblies: NetServer uses only the first two numbers there.</summary>
    internal string NetServerAssembly => $"{Version.Parse(NetServerVersion).ToString(2)}.0.0";

    /// <summary>The zone that <see cref="BaseTimeZone"/> names, once it has been validated.</summary>
    internal CallerTimeZone BaseZone => TimeZones.Find(BaseTimeZone) ?? CallerTimeZone.Utc;
}

internal sealed class IdentityOptionsValidator : IValidateOptions<IdentityOptions>
{
    public ValidateOptionsResult Validate(string? name, IdentityOptions options)
    {
        if (!Enum.IsDefined(options.Deployment))
        {
            return ValidateOptionsResult.Fail("Identity:Deployment must be OnSite or Online.");
        }

        if (!Version.TryParse(options.NetServerVersion, out _))
        {
            return ValidateOptionsResult.Fail($"Identity:NetServerVersion must be two to four numbers as in 8.1.6431.038, not '{options.NetServerVersion}'.");
        }

        if (options.MaxCallsPerMinute is < 0 or > 1_000_000)
        {
            return ValidateOptionsResult.Fail("Identity:MaxCallsPerMinute must be between 0 and 1000000.");
        }

        if (TimeZones.Find(options.BaseTimeZone) is null)
        {
            return ValidateOptionsResult.Fail(
                $"Identity:BaseTimeZone must be a time zone such as NO, US-NY or Europe/Oslo, not '{options.BaseTimeZone}'.");
        }

        if (options.TrustedProxies.FirstOrDefault(proxy => !IPAddress.TryParse(proxy, out _)) is { } wrong)
        {
            return ValidateOptionsResult.Fail($"Identity:TrustedProxies holds '{wrong}', which is not an IP address.");
        }

        return options.ProxyUserHeader.Length > 0 && options.TrustedProxies.Length == 0
            ? ValidateOptionsResult.Fail("Identity:ProxyUserHeader needs Identity:TrustedProxies: without them any client could name any user.")
            : ValidateOptionsResult.Success;
    }
}
