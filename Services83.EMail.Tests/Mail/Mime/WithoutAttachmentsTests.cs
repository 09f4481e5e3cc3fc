using NUnit.Framework;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Tests.Mail.Mime;

public sealed class WithoutAttachmentsTests
{
    [Test]
    public void The_texts_stay_and_nothing_else_does()
    {
        var generator = new MessageGenerator(seed: 2046);
        var stripped = 0;
        for (var i = 0; i < 2000; i++)
        {
            var message = MimeReader.Read(Sample.Octets(generator.Next()));
            if (message is { TextBody: null, HtmlBody: null })
            {
                continue;
            }

            var left = MimeReader.Read(message.WithoutAttachments());

            Assert.That(left.TextBody, Is.EqualTo(message.TextBody));
            Assert.That(left.HtmlBody, Is.EqualTo(message.HtmlBody));
            Assert.That(left.Attachments, Is.Empty);
            Assert.That(left.Root.Header.Raw.ToArray(), Is.EqualTo(message.Root.Header.Raw.ToArray()));
            stripped += message.Attachments.Count;
        }

        Assert.That(stripped, Is.GreaterThan(500));
    }

    [Test]
    public void What_stays_is_octet_for_octet_as_it_came()
    {
        var message = Sample.ReadExactly(
            "Content-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b  \r\nContent-Type: application/pdf\r\n\r\nPDF\r\n"
            + "--b\r\n\r\nod\0d text\n\xFF \r\n--b\r\nContent-Disposition: attachment\r\n\r\nfile\r\n--b--\r\nepilogue");

        Assert.That(Sample.Text(message.WithoutAttachments()), Is.EqualTo("Content-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b  \r\n\r\nod\0d text\n\xFF \r\n--b--\r\nepilogue"));
    }

    [Test]
    public void A_multipart_that_is_emptied_goes_with_what_was_in_it()
    {
        var message = Sample.Read(
            """
            Content-Type: multipart/mixed; boundary=outer

            --outer

            text
            --outer
            Content-Type: multipart/mixed; boundary=inner

            --inner
            Content-Type: image/png

            PNG
            --inner--
            --outer--
            """);

        Assert.That(Sample.Text(message.WithoutAttachments()), Is.EqualTo("Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n\r\ntext\r\n--outer--"));
    }

    [Test]
    public void A_message_of_nothing_but_attachments_keeps_its_header_and_an_empty_part()
    {
        var several = Sample.Read("Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\n\nPNG\n--b--\n");
        var single = Sample.Read("Subject: s\nContent-Type: application/pdf\n\nPDF");

        Assert.That(Sample.Text(several.WithoutAttachments()), Is.EqualTo("Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\r\n--b--\r\n"));
        Assert.That(Sample.Text(single.WithoutAttachments()), Is.EqualTo("Subject: s\r\nContent-Type: application/pdf\r\n\r\n"));
    }
}
