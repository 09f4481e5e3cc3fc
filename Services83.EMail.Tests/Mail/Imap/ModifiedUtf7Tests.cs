using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Tests.Mail.Imap;

public sealed class ModifiedUtf7Tests
{
    [TestCase("INBOX", "INBOX")]
    [TestCase("a & b", "a &- b")]
    [TestCase("Entwürfe", "Entw&APw-rfe")]
    [TestCase("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-")]
    [TestCase("☺!", "&Jjo-!")]
    [TestCase("🎉", "&2DzfiQ-")]
    [TestCase("a\r\nb", "a&AA0ACg-b")]
    public void Names_go_both_ways(string name, string encoded)
    {
        Assert.That(ModifiedUtf7.Encode(name), Is.EqualTo(encoded));
        Assert.That(ModifiedUtf7.TryDecode(encoded, out var decoded), Is.True);
        Assert.That(decoded, Is.EqualTo(name));
    }

    [TestCase("a & b")]
    [TestCase("a&")]
    [TestCase("&A-")]
    [TestCase("&AGEAYg-", Description = "ASCII need not be shifted")]
    [TestCase("&Jjo--&ZeU-&ZeU-", Description = "two shifts in a row")]
    [TestCase("&U/BTFw-", Description = "a slash instead of a comma")]
    [TestCase("grün")]
    public void What_encoding_would_never_make_is_not_decoded(string encoded) => Assert.That(ModifiedUtf7.TryDecode(encoded, out _), Is.False);

    [Test]
    public void Every_text_comes_back() => Prop.ForAll(Texts(), text =>
    {
        var encoded = ModifiedUtf7.Encode(text);
        return encoded.All(c => c is >= ' ' and <= '~') && ModifiedUtf7.TryDecode(encoded, out var decoded) && decoded == text;
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Any_octets_become_a_name_that_leads_back_or_is_kept() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), wire =>
        MailboxName.Decode(wire, isUtf8: false) is not null && MailboxName.Decode(wire, isUtf8: true) is not null).QuickCheckThrowOnFailure();

    private static Arbitrary<string> Texts() =>
        Gen.OneOf(Gen.Choose(' ', '~'), Gen.Choose(0, 0xffff)).Select(c => (char)c).ArrayOf().Select(chars => new string(chars)).ToArbitrary();
}
