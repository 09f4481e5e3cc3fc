using NUnit.Framework;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Tests.Mail.Mime;

public sealed class ParameterTests
{
    [TestCase("filename=a.txt", "a.txt")]
    [TestCase("filename=\"a b;c.txt\"", "a b;c.txt")]
    [TestCase("FileName = \"a.txt\"", "a.txt")]
    [TestCase("filename=my own file.pdf", "my own file.pdf", Description = "quotes missing")]
    [TestCase("filename=\"a.txt", "a.txt", Description = "closing quote missing")]
    [TestCase("filename=a.txt\"", "a.txt", Description = "opening quote missing")]
    [TestCase("filename=\"a \\\"quoted\\\" \\\\ name\"", "a \"quoted\" \\ name")]
    [TestCase("filename=\"C:\\dir\\x.txt\"", "C:\\dir\\x.txt", Description = "backslashes of a path")]
    [TestCase("filename*=utf-8''%C3%9Cber%20uns.txt", "Über uns.txt")]
    [TestCase("filename*=iso-8859-1'de'%DCber.txt", "Über.txt")]
    [TestCase("filename*0=\"a long\"; filename*1=\" name\"; filename*2=.txt", "a long name.txt")]
    [TestCase("filename*2=.txt; filename*0*=utf-8''%C3%9C; filename*1=ber", "Über.txt", Description = "pieces out of order, partly encoded")]
    [TestCase("filename*0*=utf-8''%C3; filename*1*=%9Cber.txt", "Über.txt", Description = "a character cut in two")]
    [TestCase("filename*0*=utf-8''a; filename*2*=c", "ac", Description = "a piece missing")]
    [TestCase("filename=plain.txt; filename*=utf-8''better.txt", "better.txt")]
    [TestCase("filename=one.txt; filename=two.txt", "one.txt")]
    [TestCase("filename*=no'charset%zz%4", "no'charset%zz%4")]
    [TestCase("filename*=x-unknown''%C3%9C", "Ü")]
    [TestCase("filename=\"=?utf-8?B?w5xiZXIudHh0?=\"", "Über.txt", Description = "encoded word, not allowed but common")]
    [TestCase("filename==?utf-8?Q?=C3=9Cber.txt?=", "Über.txt")]
    [TestCase("filename=Über.txt", "Über.txt", Description = "raw UTF-8")]
    [TestCase("filename=\"a\n b.txt\"", "a b.txt", Description = "folded")]
    [TestCase("size=5 (comment; more) ; filename=a.txt", "a.txt")]
    public void The_name_of_an_attachment_is_found(string parameters, string expected) =>
        Assert.That(Sample.Read($"Content-Disposition: attachment; {parameters}\n\n").Root.DeclaredName, Is.EqualTo(expected));

    [TestCase("text/plain; charset=utf-8", "text/plain", "utf-8")]
    [TestCase("TEXT/Html;charset=\"utf-8\"", "text/html", "utf-8")]
    [TestCase("(comment) text/plain (c) ; charset (x) = (y) \"utf-8\"", "text/plain", "utf-8")]
    [TestCase("text/plain; charset=us-ascii (Plain text)", "text/plain", "us-ascii")]
    [TestCase("text/plain; =x; charset=\"utf-8", "text/plain", "utf-8")]
    [TestCase("text/plain;; charset=utf-8;", "text/plain", "utf-8")]
    [TestCase("text/plain; charset", "text/plain", "")]
    [TestCase("text/plain charset=utf-8", "text/plain", null)]
    [TestCase("text", "text/plain", null)]
    [TestCase("multipart/", "text/plain", null)]
    [TestCase("\"text/html\"", "text/html", null)]
    [TestCase(";;;", "text/plain", null)]
    [TestCase("", "text/plain", null)]
    public void A_content_type_is_read_leniently(string value, string mediaType, string? charset)
    {
        var type = Sample.Read($"Content-Type: {value}\n\n").Root.ContentType;

        Assert.That(type.MediaType, Is.EqualTo(mediaType));
        Assert.That(type.Charset, Is.EqualTo(charset));
    }

    [TestCase("../../../../etc/passwd", "passwd")]
    [TestCase("C:\\\\Windows\\\\x.exe", "x.exe")]
    [TestCase("a<b>c:d|e?f*g.txt", "a_b_c_d_e_f_g.txt")]
    [TestCase("tab\there.txt", "tab here.txt")]
    [TestCase("invoice\u202Efdp.exe", "invoicefdp.exe", Description = "no turned reading direction")]
    [TestCase("dots... ", "dots")]
    [TestCase("..", "unnamed")]
    [TestCase("dir/", "unnamed")]
    [TestCase("CON", "_CON")]
    [TestCase("nul.txt", "_nul.txt")]
    [TestCase("Com1.tar.gz", "_Com1.tar.gz")]
    [TestCase("lpt\u00B9", "_lpt\u00B9")]
    [TestCase("console.txt", "console.txt")]
    [TestCase("請求書.pdf", "請求書.pdf")]
    [TestCase(".profile", ".profile")]
    public void A_file_name_is_safe_to_create(string declared, string expected) =>
        Assert.That(Sample.Read($"Content-Disposition: attachment; filename=\"{declared}\"\n\n").Root.FileName, Is.EqualTo(expected));

    [Test]
    public void A_long_file_name_is_cut_before_its_extension()
    {
        var name = Sample.Read($"Content-Disposition: attachment; filename=\"{new string('ü', 500)}.pdf\"\n\n").Root.FileName!;

        Assert.That(System.Text.Encoding.UTF8.GetByteCount(name), Is.LessThanOrEqualTo(MimeLimits.FileName));
        Assert.That(name, Does.EndWith("üü.pdf"));
    }

    [Test]
    public void Without_a_name_there_is_no_file_name() => Assert.That(Sample.Read("Content-Type: application/pdf\n\n").Root.FileName, Is.Null);
}
