using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>Settings under <c>Mail</c>: connections to mail servers.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Seconds for connecting, TLS and the greeting together, 1 to 600. Default 30.</summary>
    [Range(1, 600)]
    public int ConnectTimeoutSeconds { get; set; } = 30;

    /// <summary>Longest time without data from a server while the program waits for its reply, in seconds, 1 to 3600. Default
    /// 120.</summary>
    [Range(1, 3600)]
    public int ReadTimeoutSeconds { get; set; } = 120;

    /// <summary>Of a message with more bytes only the header is read and stored, 1 KiB to 1 GiB. Default 64 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public long MaxMessageBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Mail host and the SHA-256 fingerprint, in hexadecimal, of the only certificate that is accepted from it, for self-signed ones;
    /// several are separated by commas. Hosts that are not listed must have a certificate that the operating system trusts.
    /// </summary>
    public Dictionary<string, string> PinnedCertificates { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The identity providers that issue access tokens for mailboxes, by a name that operators choose.</summary>
    public Dictionary<string, OAuthProviderOptions> OAuth { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The certificates that are accepted from a host, given in its canonical form.</summary>
    /// <exception cref="ArgumentException">A fingerprint is not a SHA-256.</exception>
    internal TlsTrust TrustFor(string host)
    {
        var pins = PinnedCertificates.Where(pin => MailHost.Canonical(pin.Key) == host).SelectMany(pin => pin.Value.Split(',')).ToArray();
        return pins.Length > 0 ? TlsTrust.Pinned(pins) : TlsTrust.System;
    }
}

internal sealed class MailOptionsValidator : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        foreach (var host in options.PinnedCertificates.Keys)
        {
            if (MailHost.TryCanonical(host) is not { } canonical)
            {
                return ValidateOptionsResult.Fail($"{MailOptions.Section}:PinnedCertificates:{host}: '{host}' is not a host name.");
            }

            try
            {
                options.TrustFor(canonical);
            }
            catch (ArgumentException exception)
            {
                return ValidateOptionsResult.Fail($"{MailOptions.Section}:PinnedCertificates:{host}: {exception.Message}");
            }
        }

        string[] wrong =
        [
            .. options.OAuth.SelectMany(provider => OAuthProviderRules.Check(provider.Value).Select(failure => $"{MailOptions.Section}:OAuth:{provider.Key}:{failure}")),
        ];
        return wrong.Length > 0 ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;
    }
}
