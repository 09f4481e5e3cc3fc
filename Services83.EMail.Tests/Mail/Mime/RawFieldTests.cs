using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>Fields with bytes beyond ASCII that are not encoded words: old programs wrote them in the charset of the text.</summary>
public sealed class RawFieldTests
{
    private static readonly (string Charset, string Text)[] Samples =
    [
        ("big5", "會議通知：明天下午三點"), ("gbk", "关于会议的通知"), ("gb2312", "中文主题"), ("gb18030", "通知"), ("shift_jis", "会議のお知らせ（明日）"),
        ("euc-jp", "会議のお知らせ"), ("euc-kr", "회의 안내"), ("windows-1251", "Уведомление о встрече"), ("koi8-r", "Уведомление о встрече"),
        ("iso-8859-5", "Привет"), ("windows-1250", "Zażółć gęślą jaźń"), ("iso-8859-2", "Žluťoučký kůň"), ("iso-8859-7", "Καλημέρα"),
        ("windows-1255", "שלום"), ("iso-8859-1", "Grüße aus München"), ("iso-8859-15", "100 € für Œuvre"), ("utf-8", "Grüße 🎉"),
    ];

    [TestCaseSource(nameof(Samples))]
    public void The_charset_of_the_text_is_that_of_the_fields((string Charset, string Text) sample)
    {
        var message = MimeReader.Read(Encoded(
            sample.Charset, $"From: {sample.Text} <a@b.example>\r\nSubject: {sample.Text},\r\n {sample.Text}\r\nContent-Type: text/plain; charset=\"{sample.Charset}\"\r\n\r\n{sample.Text}"));

        Assert.That(message.Subject, Is.EqualTo($"{sample.Text}, {sample.Text}"));
        Assert.That(message.From, Is.EqualTo(new MailboxAddress(sample.Text, "a@b.example")));
        Assert.That(message.TextBody, Is.EqualTo(sample.Text));
        Assert.That(MimeReader.ReadHeaders(message.Raw).Subject, Is.EqualTo(message.Subject));
    }

    [TestCaseSource(nameof(Samples))]
    public void The_text_within_a_multipart_tells_as_well_and_its_attachments_follow((string Charset, string Text) sample)
    {
        var message = MimeReader.Read(Encoded(
            sample.Charset,
            $"Subject: {sample.Text}\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset={sample.Charset}\r\n\r\n{sample.Text}\r\n"
            + $"--x\r\nContent-Type: application/octet-stream; name=\"{sample.Text}.bin\"\r\nContent-Disposition: attachment; filename=\"{sample.Text}.txt\"\r\n\r\nx\r\n--x--"));

        Assert.That(message.Subject, Is.EqualTo(sample.Text));
        Assert.That(message.Attachments.Single().DeclaredName, Is.EqualTo($"{sample.Text}.txt"));
        Assert.That(message.Attachments.Single().ContentType.Parameters["name"], Is.EqualTo($"{sample.Text}.bin"));
    }

    [TestCaseSource(nameof(Samples))]
    public void An_encoded_word_in_another_field_tells_where_nothing_else_does((string Charset, string Text) sample)
    {
        var word = $"=?{sample.Charset}?B?{Convert.ToBase64String(EncodingOf(sample.Charset).GetBytes(sample.Text))}?=";

        var message = MimeReader.Read(Encoded(sample.Charset, $"Subject: {sample.Text}\r\nFrom: {word} <a@b.example>\r\n\r\nplain"));

        Assert.That((message.Subject, message.From!.DisplayName), Is.EqualTo((sample.Text, sample.Text)));
    }

    [TestCase("iso-8859-1", "Grüße 🎉")]
    [TestCase("windows-1251", "Blåbær")]
    [TestCase("big5", "中文主題在此")]
    [TestCase("gb2312", "会议通知一")]
    [TestCase("shift_jis", "会議のお知らせ")]
    [TestCase("shift_jis", "Grüße")]
    [TestCase("gbk", "Grüße")]
    [TestCase("big5", "Blåbær")]
    public void Fields_in_UTF_8_are_read_as_such_whatever_the_text_is_in(string charset, string subject) =>
        Assert.That(Sample.Read($"Subject: {subject}\nContent-Type: text/plain; charset={charset}\n\nx").Subject, Is.EqualTo(subject));

    [TestCase("gb2312", "C4E3BAC3FF20FC", Description = "octets that are not valid in it")]
    [TestCase("gb18030", "4772FCDF65", Description = "in its private area only")]
    [TestCase("us-ascii", "4AFC7267656E")]
    [TestCase("utf-8", "4AFC7267656E")]
    [TestCase("x-unknown", "4AFC7267656E")]
    [TestCase("iso-2022-jp", "4AFC7267656E", Description = "has no octets beyond ASCII")]
    [TestCase("utf-16", "4AFC7267656E")]
    public void What_is_not_valid_in_what_is_declared_is_windows_1252(string charset, string octets)
    {
        byte[] raw = [.. "Subject: "u8, .. Convert.FromHexString(octets), .. Encoding.ASCII.GetBytes($"\r\nContent-Type: text/plain; charset={charset}\r\n\r\nx")];

        Assert.That(MimeReader.Read(raw).Subject, Is.EqualTo(EncodingOf("windows-1252").GetString(Convert.FromHexString(octets))));
    }

    [Test]
    public void The_first_of_several_that_fits_is_taken() =>
        Assert.That(MimeReader.Read(Encoded("koi8-r", "Subject: Привет\r\nTo: =?koi8-r?Q?=F0?= <a@b.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nx")).Subject, Is.EqualTo("Привет"));

    private static byte[] Encoded(string charset, string text) => EncodingOf(charset).GetBytes(text);

    private static Encoding EncodingOf(string charset) => CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
}
