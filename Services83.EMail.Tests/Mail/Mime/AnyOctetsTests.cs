using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.Mail.Mime.Content;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>Properties of every sequence of bytes.</summary>
public sealed class AnyOctetsTests
{
    private static readonly string[] Pieces =
    [
        "\r\n", "\n", "\r", " ", "\t", "\0", ":", ";", ",", "<", ">", "(", ")", "\"", "\\", "--", "--b", "--b--", "--c", "\u00FC", "\u00C3\u00BC",
        "Content-Type: multipart/mixed; boundary=b\n", "Content-Type: multipart/digest; boundary=c\n", "Content-Type: message/rfc822\n",
        "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n", "Content-Disposition: attachment; filename",
        "*0*=", "*1=", "utf-8''%C3", "%BC", "From: ", "To: ", "Date: ", "Subject: ", "Message-ID: ", "=?utf-8?Q?", "=?gb2312?B?", "?=", "=C3", "=\n",
        "5 Nov 2004", "08:00", "+0200", "QUJD", "a@b", "charset=iso-2022-jp", "charset=utf-16", "../", "CON", "\u001B$B",
    ];

    private static readonly Arbitrary<byte[]> MailLike = Gen.Elements(Pieces).ListOf()
        .Select(pieces => Encoding.Latin1.GetBytes(string.Concat(pieces)))
        .ToArbitrary();

    [Test]
    public void Octets_are_read_whatever_they_are() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets => Everything.Of(octets))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Test]
    public void Pieces_of_mail_are_read_in_whatever_order() =>
        Prop.ForAll(MailLike, octets => Everything.Of(octets))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithEndSize(120));

    [Test]
    public void Base64_comes_back_as_it_was_encoded() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets =>
        {
            var lines = Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks);
            Assert.That(Base64.Decode(Encoding.ASCII.GetBytes(lines)), Is.EqualTo(octets));
            Assert.That(Base64.Decode(Encoding.ASCII.GetBytes("\u0001" + lines.TrimEnd('='))), Is.EqualTo(octets), "also when it is damaged a little");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Test]
    public void Quoted_printable_comes_back_as_it_was_encoded() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets =>
        {
            var encoded = string.Concat(octets.Select((o, i) => (o is > 32 and < 127 and not (byte)'=' ? $"{(char)o}" : $"={o:X2}") + (i % 20 == 19 ? "=\r\n" : "")));
            Assert.That(QuotedPrintable.Decode(Encoding.ASCII.GetBytes(encoded)), Is.EqualTo(octets));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
