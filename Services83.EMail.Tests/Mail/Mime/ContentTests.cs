using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Content;

namespace Services83.EMail.Tests.Mail.Mime;

public sealed class ContentTests
{
    [TestCase("QUJD", "ABC")]
    [TestCase("QU\r\nJD", "ABC")]
    [TestCase("QUI", "AB", Description = "padding missing")]
    [TestCase("QQ", "A")]
    [TestCase("Q", "", Description = "six bits are no octet")]
    [TestCase("QU!JD*\0é", "ABC", Description = "junk between")]
    [TestCase("QQ==QkM=", "ABC", Description = "pieces joined with their padding")]
    [TestCase("QUJD====", "ABC")]
    [TestCase("====", "")]
    [TestCase("", "")]
    public void Base64_is_read_as_far_as_it_goes(string encoded, string expected) => Assert.That(Decoded("base64", encoded), Is.EqualTo(expected));

    [TestCase("a=3Db=C3=BC=c3=bc", "a=bÃ¼Ã¼", Description = "lower case digits")]
    [TestCase("a=\r\nb", "ab")]
    [TestCase("a=\nb", "ab")]
    [TestCase("a=\rb", "ab")]
    [TestCase("a= \t\r\nb", "ab", Description = "padded soft break")]
    [TestCase("a=", "a", Description = "cut at the end")]
    [TestCase("a= ", "a")]
    [TestCase("a=4", "a=4")]
    [TestCase("=ZZ==41", "=ZZ=A", Description = "no octet")]
    [TestCase("a= b", "a= b")]
    [TestCase("line  \r\nnext", "line  \r\nnext", Description = "white space that should have been encoded")]
    [TestCase("", "")]
    public void Quoted_printable_is_read_as_far_as_it_goes(string encoded, string expected) =>
        Assert.That(Decoded("quoted-printable", encoded), Is.EqualTo(expected));

    [TestCase("BASE64", TransferEncoding.Base64)]
    [TestCase("\"base64\"", TransferEncoding.Base64)]
    [TestCase("base64 (really)", TransferEncoding.Base64)]
    [TestCase("base64; x=y", TransferEncoding.Base64)]
    [TestCase("Quoted-Printable", TransferEncoding.QuotedPrintable)]
    [TestCase("8bit", TransferEncoding.None)]
    [TestCase("x-uuencode", TransferEncoding.UuEncode)]
    [TestCase("X-UUE", TransferEncoding.UuEncode)]
    [TestCase("x-unknown", TransferEncoding.None)]
    [TestCase("", TransferEncoding.None)]
    public void Transfer_encodings_are_known_by_name(string name, TransferEncoding expected) =>
        Assert.That(Sample.Read($"Content-Transfer-Encoding: {name}\n\n").Root.TransferEncoding, Is.EqualTo(expected));

    [TestCase("utf-8", "C3BC", "ü")]
    [TestCase("utf8", "C3BC", "ü")]
    [TestCase("utf-8", "EFBBBFC3BC", "ü", Description = "a mark is not text")]
    [TestCase("utf-8", "C3BC20C3", "ü \uFFFD", Description = "a cut character does not change the charset")]
    [TestCase("utf-8", "FC626572", "über", Description = "Latin-1 that calls itself UTF-8")]
    [TestCase("us-ascii", "FC", "ü")]
    [TestCase("us-ascii", "C3BC", "ü")]
    [TestCase(null, "C3BC", "ü")]
    [TestCase(null, "FC80", "ü€")]
    [TestCase(null, "FFFEFC00", "ü", Description = "UTF-16 by its mark")]
    [TestCase("x-unknown-42", "E4F6", "äö")]
    [TestCase("", "E4F6", "äö")]
    [TestCase("iso-8859-1", "80FC", "€ü", Description = "windows-1252 is meant")]
    [TestCase("latin1", "FC", "ü")]
    [TestCase("iso8859-15", "A4", "€")]
    [TestCase("ISO_8859-2", "B1", "ą")]
    [TestCase("windows-1251", "CFF0E8", "При")]
    [TestCase("cp1251", "CFF0E8", "При")]
    [TestCase("cp-850", "81", "ü")]
    [TestCase("koi8-r", "F0D2C9", "При")]
    [TestCase("iso-8859-8-i", "F9", "ש")]
    [TestCase("ks_c_5601-1987", "C7D1", "한")]
    [TestCase("euc-kr", "C7D1", "한")]
    [TestCase("x-sjis", "93FA", "日")]
    [TestCase("shift_jis", "93FA", "日")]
    [TestCase("iso-2022-jp", "1B2442467C1B2842", "日")]
    [TestCase("euc-jp", "C6FC", "日")]
    [TestCase("gb2312", "C4E3", "你")]
    [TestCase("GB18030", "81308130", "\u0080")]
    [TestCase("hz-gb-2312", "7E7B4463", "你")]
    [TestCase("big5", "A741", "你")]
    [TestCase("tis-620", "A1", "ก")]
    [TestCase("macintosh", "9F", "ü")]
    [TestCase("utf-16", "FEFF00FC", "ü")]
    [TestCase("utf-16", "FC00", "ü")]
    [TestCase("utf-16be", "00FC", "ü")]
    [TestCase("unicode-1-1-utf-7", "C3BC", "ü", Description = "UTF-7 is not read")]
    [TestCase("cp99999", "FC", "ü")]
    [TestCase("utf-8", "610062", "a\uFFFDb", Description = "NUL")]
    public void Text_is_decoded_by_its_charset_or_the_best_guess(string? charset, string octets, string expected)
    {
        var type = charset is null ? "text/plain" : $"text/plain; charset=\"{charset}\"";

        Assert.That(Sample.WithBody($"Content-Type: {type}", Convert.FromHexString(octets)).TextBody, Is.EqualTo(expected));
    }

    [Test]
    public void Every_code_page_of_the_framework_decodes_any_octets()
    {
        var octets = new byte[4096];
        new Random(7).NextBytes(octets);
        foreach (var info in CodePagesEncodingProvider.Instance.GetEncodings())
        {
            Assert.That(TextDecoder.Decode(octets, info.Name), Is.Not.Empty, info.Name);
        }
    }

    [Test]
    public void Raw_octets_come_back_as_they_were()
    {
        byte[] octets = [.. Encoding.ASCII.GetBytes("Subject: s\n\r\n"), 0, 0xFF, 13, 10];

        var message = MimeReader.Read(octets);

        Assert.That(message.Raw.ToArray(), Is.EqualTo(octets));
        Assert.That(message.Root.Raw.ToArray(), Is.EqualTo(octets));
        Assert.That(message.Root.RawBody.ToArray(), Is.EqualTo(new[] { 0, 0xFF, 13, 10 }));
    }

    private static string Decoded(string encoding, string body)
    {
        var part = Sample.ReadExactly($"Content-Transfer-Encoding: {encoding}\r\n\r\n{body}").Root;
        var decoded = part.Decode();
        Assert.That(part.DecodedSize, Is.EqualTo(decoded.Length));
        return Sample.Text(decoded);
    }
}
