using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Webhooks;

/// <summary>Settings under <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>Whether receivers may have addresses with http instead of https. Default false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Networks that receivers may be in although they are private, loopback or link-local, such as <c>10.1.0.0/16</c>.</summary>
    public string[] PrivateNetworks { get; set; } = [];

    /// <summary>Seconds for one attempt, from connecting to the receiver's answer, 1 to 60. Default 15.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; set; } = 15;
}

internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhookOptions options) =>
        options.PrivateNetworks.FirstOrDefault(network => !IPNetwork.TryParse(network, out _)) is { } wrong
            ? ValidateOptionsResult.Fail($"{WebhookOptions.Section}:PrivateNetworks holds '{wrong}', which is not a network such as 10.1.0.0/16.")
            : ValidateOptionsResult.Success;
}
