using System.Globalization;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>How the line is encrypted. The server logs of each session whether it was.</summary>
[Category(Tier.Servers)]
[CancelAfter(120_000)]
public sealed class EncryptionTests() : NamedServerFixture(RealServer.Dovecot)
{
    protected override string[] Settings => ["--Mail:Connections:CleartextHosts:0=localhost", "--Mail:PinnedCertificates:localhost=" + Dovecot.CertificateFingerprint];

    [TestCase("127.0.0.1", false, true)]
    [TestCase("imap://127.0.0.1", true, true)]
    [TestCase("imap://localhost", true, true)]
    [TestCase("localhost", false, false)]
    public async Task Only_where_a_setting_allows_it_is_a_password_sent_in_the_clear(string server, bool useSsl, bool isEncrypted)
    {
        var user = TakeUser();
        var info = new EMailConnectionInfo
        {
            ServerName = string.Create(CultureInfo.InvariantCulture, $"{server}:{Dovecot.ImapPort}"),
            UserName = user,
            Password = PasswordOf(user),
            UseSSL = useSsl,
        };

        Assert.That(await ReadAsync<bool>("AuthenticateIncoming", info), Is.True);
        Assert.That(Dovecot.Log.Single(line => line.Contains($"user=<{user}>", StringComparison.Ordinal)).Contains("TLS", StringComparison.Ordinal), Is.EqualTo(isEncrypted));
    }

    [Test]
    public async Task Tls_is_not_spoken_to_a_port_that_does_not_speak_it()
    {
        var info = Named(TakeUser());
        info.ServerName = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Dovecot.ImapPort}");

        var error = Refused(await AskAsync("AuthenticateIncoming", info), "MailServer");

        Assert.That(error.Message, Does.Contain("TLS with 127.0.0.1"));
    }
}
