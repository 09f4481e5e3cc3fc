using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Mail;

/// <summary>
/// A certificate can name an address where the certificate of its issuer is found. The server has chosen that address, so nothing is loaded from
/// it: the rules for allowed addresses do not know of it.
/// </summary>
[CancelAfter(120_000)]
public sealed class CertificateDownloadTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Nothing_is_loaded_from_an_address_that_a_certificate_names(bool pinned)
    {
        var deadline = TestContext.CurrentContext.CancellationToken;
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        using var certificate = Issue(new Uri($"http://{elsewhere.LocalEndpoint}/issuer.cer"));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, certificate, deadline);
        var trust = pinned ? TlsTrust.Pinned(certificate.GetCertHashString(HashAlgorithmName.SHA256)) : TlsTrust.System;

        // If the address is asked, the handshake waits for an answer that does not come.
        var error = await Assert.CatchAsync<ImapException>(() => ImapClient.ConnectAsync(
            new ImapConnectionOptions { Host = "localhost", Port = ((IPEndPoint)listener.LocalEndpoint).Port, Trust = trust }, deadline));

        Assert.That(elsewhere.Pending(), Is.False);
        Assert.That(error.Message, pinned ? Does.Contain("closed") : Does.Contain("chain is not trusted"));
        await Assert.CatchAsync(() => serving);
    }

    /// <summary>A certificate of an issuer that is not sent with it.</summary>
    private static X509Certificate2 Issue(Uri issuerAddress)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuerRequest = new CertificateRequest("CN=an issuer", issuerKey, HashAlgorithmName.SHA256);
        issuerRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issuer = issuerRequest.CreateSelfSigned(now.AddDays(-2), now.AddDays(2));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuerAddress.ToString()]));
        using var issued = request.Create(issuer, now.AddDays(-1), now.AddDays(1), [1, 2, 3]);
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>Ends the connection after the handshake.</summary>
    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        using var client = await listener.AcceptTcpClientAsync(cancellationToken);
        await using var ssl = new SslStream(client.GetStream());
        // The server itself does not ask the address.
        var context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        await ssl.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context }, cancellationToken);
        throw new IOException("It says nothing.");
    }
}
