using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Services83.EMail.Mail.Transport;

/// <summary>Which server certificates are accepted.</summary>
public sealed record TlsTrust
{
    private const string PinAdvice = "Pin the new fingerprint only if you know that the change is correct.";

    private TlsTrust()
    {
    }

    /// <summary>A valid chain to a root of this machine and the right host name.</summary>
    public static TlsTrust System { get; } = new();

    /// <summary>SHA-256 fingerprints in hex without separators; if there are any, only they decide, not name, chain or dates.</summary>
    public ImmutableHashSet<string> Fingerprints { get; private init; } = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Accepts exactly these certificates, for self-signed ones. Colons and spaces in a fingerprint are ignored.</summary>
    /// <exception cref="ArgumentException">One of them is not a SHA-256 in hex.</exception>
    public static TlsTrust Pinned(params IEnumerable<string> sha256Fingerprints) => new()
    {
        Fingerprints = sha256Fingerprints.Select(Normalize).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>
    /// How a client builds the chain, also one of another protocol. Nothing is downloaded for it: the certificate names the address, and
    /// whoever sends it chooses that. For a pinned certificate the roots of this machine do not matter, so they are not searched.
    /// </summary>
    public X509ChainPolicy ChainPolicy => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        TrustMode = Fingerprints.IsEmpty ? X509ChainTrustMode.System : X509ChainTrustMode.CustomRootTrust,
    };

    /// <summary>The same decision for a client of another protocol, whose TLS has checked the name and built the chain.</summary>
    public bool Accepts(X509Certificate? presented, X509Chain? chain, SslPolicyErrors errors) => Refuse("", presented, chain, errors) is null;

    /// <summary>Why the certificate is refused; null when it is accepted.</summary>
    internal string? Refuse(string host, X509Certificate? presented, X509Chain? chain, SslPolicyErrors errors)
    {
        if (presented is not X509Certificate2 certificate)
        {
            return "the server sent no certificate";
        }

        if (!Fingerprints.IsEmpty)
        {
            var fingerprint = certificate.GetCertHashString(global::System.Security.Cryptography.HashAlgorithmName.SHA256);
            return Fingerprints.Contains(fingerprint)
                ? null
                : $"its SHA-256 fingerprint is {fingerprint}, pinned is {string.Join(" or ", Fingerprints)}. {PinAdvice}";
        }
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"it is for {Names(certificate)}, not for {host}";
        }

        if (!errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return null;
        }

        return $"its chain is not trusted: {LineTrouble.Of(chain)} (subject {certificate.Subject}, valid until {certificate.NotAfter:yyyy-MM-dd})";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .Take(10);
        var names = string.Join(", ", alternatives);
        return names.Length > 0 ? names : certificate.Subject;
    }

    private static string Normalize(string fingerprint)
    {
        var hex = fingerprint.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return hex.Length == 64 && hex.All(char.IsAsciiHexDigit)
            ? hex
            : throw new ArgumentException($"A fingerprint is a SHA-256 in 64 hexadecimal digits; '{fingerprint}' is not.", nameof(fingerprint));
    }
}
