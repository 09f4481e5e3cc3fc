using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;
using Shouldly;

namespace Services83.EMail.Tests.Mail;

/// <summary>Callers are told what befell a line in words of ours, whatever the system says.</summary>
public sealed class LineTroubleTests
{
    [TestCase(SocketError.HostNotFound, "its name is not known")]
    [TestCase(SocketError.TryAgain, "its name cannot be looked up at the moment")]
    [TestCase(SocketError.ConnectionRefused, "it refuses the connection")]
    [TestCase(SocketError.TimedOut, "it does not answer")]
    [TestCase(SocketError.NetworkUnreachable, "there is no way to it from here")]
    [TestCase(SocketError.ConnectionReset, "the other side broke it off")]
    [TestCase(SocketError.TooManyOpenSockets, "the log tells why")]
    public void What_the_system_reports_is_told_by_its_kind(SocketError error, string words)
    {
        LineTrouble.Of(new SocketException((int)error)).ShouldBe(words);
        LineTrouble.Of(new IOException("Unable to read", new SocketException((int)error))).ShouldBe(words);
        LineTrouble.Of(new HttpRequestException("10.1.2.3:443", new SocketException((int)error))).ShouldBe(words);
    }

    [Test]
    public void What_has_no_number_is_told_by_its_kind_too()
    {
        LineTrouble.Of(new AuthenticationException("Authentication failed")).ShouldBe("the two sides do not agree on TLS");
        LineTrouble.Of(new HttpRequestException("SSL", new AuthenticationException("Authentication failed"))).ShouldBe("the two sides do not agree on TLS");
        LineTrouble.Of(new EndOfStreamException()).ShouldBe("the other side broke it off");
        LineTrouble.Of(new ObjectDisposedException("System.Net.Security.SslStream")).ShouldBe("it was closed on this side");
    }

    [Test]
    public void No_word_of_the_system_passes([Values] SocketError error)
    {
        var exception = new SocketException((int)error);

        LineTrouble.Of(exception).ShouldSatisfyAllConditions(
            words => words.ShouldNotContain(exception.Message), words => words.ShouldNotContain(error.ToString(), Case.Sensitive));
    }

    [Test]
    public void A_certificate_that_has_run_out_and_is_nobodys_says_both()
    {
        using var certificate = TestCertificate.For("mail.example.com");
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = DateTime.UnixEpoch;

        chain.Build(certificate.Certificate).ShouldBeFalse();

        LineTrouble.Of(chain).Split("; ").ShouldBe(
            ["nobody who is trusted here vouches for it", "it has run out, or is not valid yet"], ignoreOrder: true);
    }
}
