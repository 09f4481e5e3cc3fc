using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Sync;

namespace Services83.EMail.Tests.Sync;

public sealed class MailOptionsTests
{
    private const string Fingerprint = "00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff";

    [TestCase(Fingerprint)]
    [TestCase("00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF")]
    public void A_fingerprint_is_taken_with_and_without_colons(string fingerprint) =>
        Assert.That(Validate(fingerprint).Succeeded, Is.True);

    [TestCase("")]
    [TestCase("AB12")]
    [TestCase(Fingerprint + "00")]
    [TestCase("x0112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff")]
    public void What_is_no_fingerprint_is_refused_at_the_start_and_named(string fingerprint) => Assert.That(
        Validate(fingerprint).Failures,
        Is.EqualTo([$"Mail:PinnedCertificates:mail.example.com must be a SHA-256 fingerprint in 64 hexadecimal digits, not '{fingerprint}'."]));

    private static ValidateOptionsResult Validate(string fingerprint) => new MailOptionsValidator().Validate(
        name: null, new MailOptions { PinnedCertificates = { ["mail.example.com"] = fingerprint } });
}
