using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Services83.EMail.Sandbox;

/// <summary>Makes the server's self-signed certificate; nothing is written to disk.</summary>
internal static class SandboxCertificate
{
    public static X509Certificate2 Create(string host, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (host == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var fresh = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        // Windows cannot use a key for TLS that was never stored; a round trip through PKCS#12 makes it usable everywhere.
        return X509CertificateLoader.LoadPkcs12(fresh.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
