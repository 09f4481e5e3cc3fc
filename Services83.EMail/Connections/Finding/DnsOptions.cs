using System.Net;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Connections.Finding;

/// <summary>Section <c>Mail:Dns</c> of the configuration.</summary>
public sealed class DnsOptions
{
    public const string Section = "Mail:Dns";

    /// <summary>Addresses of the DNS servers to ask, with <c>:port</c> if it is not 53. Empty: those of the system.</summary>
    public string[] Servers { get; set; } = [];
}

internal sealed class DnsOptionsValidator : IValidateOptions<DnsOptions>
{
    public ValidateOptionsResult Validate(string? name, DnsOptions options) =>
        options.Servers.FirstOrDefault(server => !IPEndPoint.TryParse(server, out _)) is { } wrong
            ? ValidateOptionsResult.Fail($"Mail:Dns:Servers holds '{wrong}', which is not an address such as 192.0.2.53 or 192.0.2.53:5353.")
            : ValidateOptionsResult.Success;
}
