using System.ComponentModel.DataAnnotations;

namespace Services83.EMail.Sync;

/// <summary>Settings under <c>Mail</c>: how mail servers are talked to.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Seconds for connecting, TLS and the greeting together, 1 to 600. Default 30.</summary>
    [Range(1, 600)]
    public int ConnectTimeoutSeconds { get; set; } = 30;

    /// <summary>Longest silence of a server that owes an answer, in seconds, 1 to 3600. Default 120.</summary>
    [Range(1, 3600)]
    public int ReadTimeoutSeconds { get; set; } = 120;

    /// <summary>
    /// Mail host and the SHA-256 fingerprint, in hexadecimal, of the one certificate that is accepted from it, for self-signed ones.
    /// Hosts that are not named must show a certificate that the system trusts.
    /// </summary>
    public Dictionary<string, string> PinnedCertificates { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
