using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Tests.Mail.Mime;

public sealed class OutlineTests
{
    [Test]
    public void An_outline_says_the_same_as_the_message_without_the_content_of_attachments()
    {
        var generator = new MessageGenerator(seed: 83);
        var random = new Random(83);
        var leftOut = 0;
        for (var i = 0; i < 5000; i++)
        {
            var octets = Sample.Octets(generator.Next());
            if (i % 2 == 1)
            {
                octets[random.Next(octets.Length)] = (byte)random.Next(256);
            }

            var message = MimeReader.Read(octets);
            if (MimeOutline.Of(message, largeBody: random.Next(200)) is { } outline)
            {
                Assert.That(Told(MimeReader.ReadOutline(outline)), Is.EqualTo(Told(message)), $"message {i}");
                leftOut += outline.Sizes.Count;
            }
        }

        Assert.That(leftOut, Is.GreaterThan(1000));
    }

    [Test]
    public void Large_bodies_are_left_out_and_messages_within_the_message_stay()
    {
        var large = new string('x', MimeOutline.LargeBody);
        var message = Sample.Read(
            $"Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: application/pdf\n\n{large}\n"
            + $"--b\nContent-Type: message/rfc822\n\nSubject: inner\n\n{large}\n--b\nContent-Type: image/png\n\nsmall\n--b--\n");

        var outline = MimeOutline.Of(message)!;

        Assert.That(outline.Sizes, Is.EqualTo(new Dictionary<string, int> { ["2"] = MimeOutline.LargeBody }));
        Assert.That(outline.Raw, Has.Length.EqualTo(message.Raw.Length - MimeOutline.LargeBody));
        var parts = MimeReader.ReadOutline(outline).Attachments;
        Assert.That(() => parts[0].Decode(), Throws.InvalidOperationException);
        Assert.That(parts[1].Decode().ToArray(), Is.EqualTo(message.Attachments[1].Decode().ToArray()));
        Assert.That(parts[2].Decode().ToArray(), Is.EqualTo("small"u8.ToArray()));
    }

    [Test]
    public void A_message_without_large_attachments_has_none()
    {
        Assert.That(MimeOutline.Of(Sample.Read("Subject: x\n\n" + new string('x', MimeOutline.LargeBody))), Is.Null);
    }

    /// <summary>The beginning of a message decides which byte ends its lines.</summary>
    [Test]
    public void A_message_that_would_be_read_in_another_way_has_none()
    {
        var message = Sample.ReadExactly(
            $"Content-Type: multipart/mixed; boundary=b\r\r--b\rContent-Type: image/png\r\r{new string('x', MimeOutline.LargeBody)}\r--b\r\rtext\n\r--b--\r");

        Assert.That(message.Attachments, Has.Count.EqualTo(1));
        Assert.That(MimeOutline.Of(message), Is.Null);
    }

    private static string Told(MimeMessage message)
    {
        var told = new StringBuilder();
        told.AppendJoin('|', message.Headers.Select(header => $"{header.Name}={header.Value}")).AppendLine();
        told.Append(message.TextBody ?? "none").AppendLine().Append(message.HtmlBody ?? "none").AppendLine();
        foreach (var part in message.Attachments)
        {
            told.AppendJoin('|', part.Path, part.ContentType, part.FileName, part.DeclaredName, part.Description, part.ContentId, part.IsInline, part.DecodedSize);
            told.AppendJoin('|', part.Headers.Select(header => $"{header.Name}={header.Value}")).AppendLine();
        }

        return told.ToString();
    }
}
