using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Services83.EMail.Tests.Support;

/// <summary>A throw-away self-signed certificate that no machine trusts.</summary>
public sealed class TestCertificate : IDisposable
{
    // Such a key is made a thousand times as fast as one of RSA.
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private TestCertificate(Action<SubjectAlternativeNameBuilder> addNames)
    {
        var request = new CertificateRequest("CN=test server", _key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        addNames(names);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        Certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>SHA-256 in hex.</summary>
    public string Fingerprint => Certificate.GetCertHashString(HashAlgorithmName.SHA256);

    public string CertificatePem => Certificate.ExportCertificatePem();

    public string KeyPem => _key.ExportPkcs8PrivateKeyPem();

    public static TestCertificate ForLoopback() => new(names =>
    {
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
    });

    public static TestCertificate For(string host) => new(names => names.AddDnsName(host));

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }
}
