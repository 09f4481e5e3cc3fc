using System.Net;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Connections.Egress;

/// <summary>Section <c>Mail:Egress</c> of the configuration: which mail servers this program connects to.</summary>
public sealed class EgressOptions
{
    public const string Section = "Mail:Egress";

    /// <summary>Host names that the program may connect to, <c>*.example.com</c> for all below a domain. Empty: every host.</summary>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>Ports that the program may connect to. Empty: the usual ones of IMAP, POP3 and SMTP.</summary>
    public int[] AllowedPorts { get; set; } = [];

    /// <summary>
    /// Networks that the program may connect to although they are private, loopback or link-local, such as <c>10.1.0.0/16</c>.
    /// </summary>
    public string[] PrivateNetworks { get; set; } = [];
}

internal sealed class EgressOptionsValidator : IValidateOptions<EgressOptions>
{
    public ValidateOptionsResult Validate(string? name, EgressOptions options)
    {
        if (options.PrivateNetworks.FirstOrDefault(network => !IPNetwork.TryParse(network, out _)) is { } wrong)
        {
            return ValidateOptionsResult.Fail($"Mail:Egress:PrivateNetworks holds '{wrong}', which is not a network such as 10.1.0.0/16.");
        }

        return options.AllowedPorts.Any(port => port is < 1 or > 65535)
            ? ValidateOptionsResult.Fail("Mail:Egress:AllowedPorts must be numbers from 1 to 65535.")
            : ValidateOptionsResult.Success;
    }
}

public static class EgressSetup
{
    /// <summary>Registers the policy for connections to mail servers.</summary>
    public static IServiceCollection AddEgressPolicy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EgressOptions>().Bind(configuration.GetSection(EgressOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EgressOptions>, EgressOptionsValidator>();
        return services.AddSingleton<EgressPolicy>();
    }
}
