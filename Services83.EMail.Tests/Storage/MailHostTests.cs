using NUnit.Framework;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Storage;

public sealed class MailHostTests
{
    [TestCase("localhost", "localhost")]
    [TestCase("LocalHost.", "localhost")]
    [TestCase("mail_1.example.com", "mail_1.example.com")]
    [TestCase("blåbær.example", "xn--blbr-roah.example")]
    [TestCase("BLÅBÆR.example", "xn--blbr-roah.example")]
    [TestCase("127.0.0.1", "127.0.0.1")]
    [TestCase("127.0.0.1.", "127.0.0.1")]
    [TestCase("127.1", "127.0.0.1")]
    [TestCase("2130706433", "127.0.0.1")]
    [TestCase("0177.0.0.1", "127.0.0.1")]
    [TestCase("0x7f.0.0.1", "127.0.0.1")]
    [TestCase("::ffff:127.0.0.1", "127.0.0.1")]
    [TestCase("2001:DB8:0:0::1", "2001:db8::1")]
    [TestCase("0:0:0:0:0:0:0:1", "::1")]
    public void All_spellings_of_a_host_are_one(string spelling, string canonical) =>
        Assert.That(MailHost.TryCanonical(spelling), Is.EqualTo(canonical));

    [TestCase("")]
    [TestCase(".")]
    [TestCase("two words")]
    [TestCase("host\r\n")]
    [TestCase("user@host")]
    [TestCase("host/path")]
    [TestCase("\uFFFE.example")]
    public void What_is_no_host_has_no_canonical_form(string text) => Assert.That(MailHost.TryCanonical(text), Is.Null);

    [Test]
    public void The_canonical_form_is_its_own_canonical_form([Values("blåbær.example", "127.1", "::FFFF:1.2.3.4", "Mail.Example.")] string spelling)
    {
        var once = MailHost.Canonical(spelling);

        Assert.That(MailHost.Canonical(once), Is.EqualTo(once));
    }
}
