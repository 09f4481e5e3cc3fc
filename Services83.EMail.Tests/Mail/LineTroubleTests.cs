using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail;

/// <summary>Callers get the reason of a failed connection in our own texts, whatever the system's text is.</summary>
public sealed class LineTroubleTests
{
    [TestCase(SocketError.HostNotFound, "its host name is unknown")]
    [TestCase(SocketError.TryAgain, "its host name cannot be resolved at the moment")]
    [TestCase(SocketError.ConnectionRefused, "it refuses the connection")]
    [TestCase(SocketError.TimedOut, "it does not answer")]
    [TestCase(SocketError.NetworkUnreachable, "there is no network route to it")]
    [TestCase(SocketError.ConnectionReset, "the other side closed the connection")]
    [TestCase(SocketError.TooManyOpenSockets, "the log has the reason")]
    public void What_the_system_reports_is_told_by_its_kind(SocketError error, string words)
    {
        Assert.That(LineTrouble.Of(new SocketException((int)error)), Is.EqualTo(words));
        Assert.That(LineTrouble.Of(new IOException("Unable to read", new SocketException((int)error))), Is.EqualTo(words));
        Assert.That(LineTrouble.Of(new HttpRequestException("10.1.2.3:443", new SocketException((int)error))), Is.EqualTo(words));
    }

    [Test]
    public void What_has_no_number_is_told_by_its_kind_too()
    {
        Assert.That(LineTrouble.Of(new AuthenticationException("Authentication failed")), Is.EqualTo("the TLS handshake failed"));
        Assert.That(LineTrouble.Of(new HttpRequestException("SSL", new AuthenticationException("Authentication failed"))), Is.EqualTo("the TLS handshake failed"));
        Assert.That(LineTrouble.Of(new EndOfStreamException()), Is.EqualTo("the other side closed the connection"));
        Assert.That(LineTrouble.Of(new ObjectDisposedException("System.Net.Security.SslStream")), Is.EqualTo("this program closed the connection"));
    }

    [Test]
    public void No_word_of_the_system_passes([Values] SocketError error)
    {
        var exception = new SocketException((int)error);

        Assert.That(LineTrouble.Of(exception), Does.Not.Contain(exception.Message).IgnoreCase.And.Not.Contain(error.ToString()));
    }

    [Test]
    public void A_certificate_that_has_run_out_and_is_nobodys_says_both()
    {
        using var certificate = TestCertificate.For("mail.example.com");
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = DateTime.UnixEpoch;

        Assert.That(chain.Build(certificate.Certificate), Is.False);

        Assert.That(LineTrouble.Of(chain).Split("; "), Is.EquivalentTo(new[] { "its issuer is not trusted on this machine", "it has expired, or is not valid yet" }));
    }
}
