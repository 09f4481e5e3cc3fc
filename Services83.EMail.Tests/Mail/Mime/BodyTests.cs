using NUnit.Framework;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Tests.Mail.Mime;

public sealed class BodyTests
{
    [Test]
    public void Html_alone_gives_no_plain_text()
    {
        var message = Sample.Read("Content-Type: text/html\n\n<p>");

        Assert.That(message.TextBody, Is.Null);
        Assert.That(message.HtmlBody, Is.EqualTo("<p>"));
        Assert.That(message.Attachments, Is.Empty);
    }

    [Test]
    public void Inline_images_are_attachments_with_a_flag()
    {
        var message = Parts(
            "related",
            "Content-Type: text/html\n\n<img src=cid:logo@x>",
            "Content-Type: image/png; name=logo.png\nContent-ID: <logo@x>\nContent-Description: the =?utf-8?Q?Z=C3=BCrich?= logo\n\nPNG",
            "Content-Type: image/png\nContent-Disposition: inline; filename=two.png\n\nPNG",
            "Content-Type: image/png\nContent-Disposition: attachment; filename=three.png\nContent-ID: <three@x>\n\nPNG");

        Assert.That(message.HtmlBody, Is.EqualTo("<img src=cid:logo@x>"));
        Assert.That(message.Attachments.Select(a => a.IsInline), Is.EqualTo(new[] { true, true, false }));
        Assert.That(message.Attachments[0].ContentId, Is.EqualTo("logo@x"));
        Assert.That(message.Attachments[0].FileName, Is.EqualTo("logo.png"));
        Assert.That(message.Attachments[0].Description, Is.EqualTo("the Zürich logo"));
    }

    [TestCase("Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR")]
    [TestCase("Content-Type: application/ms-tnef; name=winmail.dat\n\nTNEF")]
    [TestCase("Content-Type: message/rfc822\n\nSubject: inner\n\nbody")]
    [TestCase("Content-Type: message/delivery-status\n\nAction: failed")]
    [TestCase("Content-Type: application/pkcs7-signature\n\nsigned")]
    [TestCase("Content-Type: text/plain\nContent-Disposition: attachment\n\na file")]
    [TestCase("Content-Type: text/plain\nContent-Disposition: inline; filename=notes.txt\n\na file")]
    [TestCase("Content-Type: text/html\nContent-Disposition: something-new\n\na file", Description = "unknown dispositions are attachments")]
    [TestCase("Content-Type: text/plain\n\na second text")]
    [TestCase("Content-Type: text/x-unknown\n\n?")]
    public void Everything_but_the_text_is_an_attachment(string part)
    {
        var message = Parts("mixed", "Content-Type: text/plain\n\nthe text", part);

        Assert.That(message.TextBody, Is.EqualTo("the text"));
        Assert.That(message.HtmlBody, Is.Null);
        Assert.That(message.Attachments, Is.EqualTo(new[] { message.Root.Children[1] }));
    }

    [TestCase("Content-Type: application/pdf\nContent-Disposition: inline\n\nPDF")]
    [TestCase("Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\ntext")]
    public void A_message_may_be_nothing_but_an_attachment(string text)
    {
        var message = Sample.Read(text);

        Assert.That(message.TextBody, Is.Null);
        Assert.That(message.Attachments, Is.EqualTo(new[] { message.Root }));
    }

    [Test]
    public void A_named_text_is_the_body_when_it_is_all_there_is() =>
        Assert.That(Sample.Read("Content-Type: text/plain\nContent-Disposition: inline; filename=a.txt\n\ntext").TextBody, Is.EqualTo("text"));

    [Test]
    public void A_text_named_by_its_type_alone_is_the_body() =>
        Assert.That(Parts("mixed", "Content-Type: text/plain; name=body.txt\n\ntext").TextBody, Is.EqualTo("text"));

    private static MimeMessage Parts(string subtype, params string[] parts) =>
        Sample.Read($"Content-Type: multipart/{subtype}; boundary=b\n\n{string.Concat(parts.Select(p => $"--b\n{p}\n"))}--b--\n");
}
