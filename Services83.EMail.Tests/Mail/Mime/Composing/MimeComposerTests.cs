using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Tests.Mail.Mime.Composing;

public sealed class MimeComposerTests
{
    private static readonly OutgoingMessage Simple = new()
    {
        From = new MailboxAddress("Ann", "ann@example.com"),
        To = [new MailboxAddress("Bo", "bo@example.com")],
        Subject = "Hello",
        Date = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.FromHours(1)),
        MessageId = "1@example.com",
        Text = "Hi Bo.",
    };

    [Test]
    public void A_plain_message_stays_readable_text() => Assert.That(Text(Simple), Is.EqualTo(
        """
        Date: Fri, 20 Nov 2026 10:00:00 +0100
        From: Ann <ann@example.com>
        To: Bo <bo@example.com>
        Subject: Hello
        Message-ID: <1@example.com>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 7bit

        Hi Bo.

        """.ReplaceLineEndings("\r\n")));

    [Test]
    public void Only_what_needs_it_is_encoded()
    {
        var text = Text(Simple with { Subject = "Re: Blåbær og fløte for alle", To = [new MailboxAddress("Bo Søn", "bo@example.com")] });

        Assert.That(text, Does.Contain("Subject: Re: =?utf-8?B?QmzDpWLDpnIgb2cgZmzDuHRl?= for alle\r\n"));
        Assert.That(text, Does.Contain("To: =?utf-8?Q?Bo_S=C3=B8n?= <bo@example.com>\r\n"));
    }

    [TestCase("日本語日本語", "=?utf-8?B?5pel5pys6Kqe5pel5pys6Kqe?=")]
    [TestCase("naïvement", "=?utf-8?Q?na=C3=AFvement?=")]
    public void The_shorter_encoding_is_taken(string subject, string expected) =>
        Assert.That(Text(Simple with { Subject = subject }), Does.Contain($"Subject: {expected}\r\n"));

    [Test]
    public void Encoded_words_end_between_characters()
    {
        var words = EncodedWordWriter.Encode(string.Concat(Enumerable.Repeat("日本語👩Я", 40))).ToList();

        Assert.That(words, Has.All.Length.LessThanOrEqualTo(75));
        Assert.That(words.Select(word => Sample.Read($"Subject: {word}\n\n").Subject.Contains((char)0xFFFD)), Has.None.True);
    }

    [TestCase("Subject")]
    [TestCase("Name")]
    [TestCase("Field")]
    [TestCase("FileName")]
    [TestCase("Description")]
    public void Nothing_can_be_injected_into_the_header(string place)
    {
        const string evil = "x\r\nBcc: victim@example.com\r\n\r\nbody\n.\r\nEvil: 1";
        var octets = MimeComposer.Compose(Simple with
        {
            Subject = place == "Subject" ? evil : "",
            To = [new MailboxAddress(place == "Name" ? evil : "", "bo@example.com")],
            Fields = [new OutgoingField("X-Mine", place == "Field" ? evil : "")],
            Attachments = [new OutgoingPart("a"u8.ToArray(), "text/plain") { FileName = place == "FileName" ? evil : "a", Description = place == "Description" ? evil : "" }],
        }).ToArray();

        var read = MimeReader.Read(octets);

        Assert.That(read.Header("Bcc"), Is.Null);
        Assert.That(Everything(read.Root), Has.None.Matches<MimeHeader>(header => header!.Name is "Evil" or "Bcc"));
        Assert.That(read.TextBody, Is.EqualTo("Hi Bo."));
        Assert.That(read.Attachments, Has.Count.EqualTo(1));
    }

    [TestCase("message/rfc822\r\nEvil: 1")]
    [TestCase("message/x\r\n\r\nbody")]
    [TestCase("message/bücher")]
    public void What_is_no_type_of_a_message_is_not_written(string type)
    {
        var text = Text(Simple with { Attachments = [new OutgoingPart("Subject: a\r\n\r\nb\r\n"u8.ToArray(), type)] });

        Assert.That(text, Does.Contain("Content-Type: application/octet-stream\r\nContent-Disposition").And.Not.Contain("evil").IgnoreCase);
    }

    [Test]
    public void A_parameter_with_an_endless_name_is_left_out()
    {
        var parameter = $"{new string('a', 50_000)}={new string('b', 50_000)}";

        var text = Text(Simple with { Attachments = [new OutgoingPart("a"u8.ToArray(), $"text/plain; {parameter}; format=flowed")] });

        Assert.That(text, Does.Contain("Content-Type: text/plain; format=flowed\r\n"));
    }

    [TestCase("\"a\\\nBcc: evil@x.com, \\\n\"@example.com")]
    [TestCase("\"a\\\r\"@example.com")]
    [TestCase("\"a\\ø\"@example.com")]
    [TestCase("\"a\\\"@example.com")]
    [TestCase("\"a\"b\"@example.com")]
    public void A_quoted_address_holds_no_line_end_not_even_behind_a_backslash(string address) =>
        Assert.That(AddressSyntax.TryNormalize(address, out _), Is.False);

    [TestCase("\"a b\"@example.com")]
    [TestCase("\"a\\\"b\\\\\"@example.com")]
    public void A_quoted_address_stays_as_it_is(string address) =>
        Assert.That(AddressSyntax.TryNormalize(address, out var normalized) ? normalized : "", Is.EqualTo(address));

    [TestCase("Bcc")]
    [TestCase("content-type")]
    [TestCase("Received")]
    [TestCase("X Y")]
    [TestCase("X:Y")]
    [TestCase("X\r\nBcc")]
    [TestCase("")]
    [TestCase("Bücher")]
    public void A_field_that_may_not_be_given_is_refused(string name) =>
        Assert.That(() => MimeComposer.Compose(Simple with { Fields = [new OutgoingField(name, "x")] }), Throws.TypeOf<FormatException>());

    [Test]
    public void Bcc_is_written_only_into_drafts()
    {
        var message = Simple with { Bcc = [new MailboxAddress("", "secret@example.com")] };

        Assert.That(Encoding.UTF8.GetString(MimeComposer.Compose(message).ToArray()), Does.Not.Contain("secret"));
        Assert.That(MimeReader.Read(MimeComposer.Compose(message, keepBcc: true).ToArray()).Bcc, Has.Count.EqualTo(1));
    }

    [Test]
    public void Without_visible_recipients_the_field_says_so()
    {
        var text = Text(Simple with { To = [], Bcc = [new MailboxAddress("", "secret@example.com")] });

        Assert.That(text, Does.Contain("To: undisclosed-recipients:;\r\n"));
        Assert.That(MimeReader.Read(Encoding.UTF8.GetBytes(text)).To, Is.Empty);
    }

    [Test]
    public void A_local_part_beyond_ASCII_needs_SMTPUTF8_and_a_domain_does_not()
    {
        var international = MimeComposer.Compose(Simple with { To = [new MailboxAddress("", "bjørn@blåbær.no")] });
        var domain = MimeComposer.Compose(Simple with { To = [new MailboxAddress("", "bo@blåbær.no")] });

        Assert.That(international.RequiresSmtpUtf8, Is.True);
        Assert.That(Encoding.UTF8.GetString(international.ToArray()), Does.Contain("To: bjørn@xn--blbr-roah.no\r\n"));
        Assert.That(domain.RequiresSmtpUtf8, Is.False);
    }

    [TestCase("plain")]
    [TestCase("@example.com")]
    [TestCase("a@")]
    [TestCase("a b@example.com")]
    [TestCase("a@b@example.com")]
    [TestCase("a@exa mple.com")]
    [TestCase("a@-example.com")]
    [TestCase("a@example..com")]
    [TestCase("a@[300.1.1.1]")]
    [TestCase("\"a@example.com")]
    [TestCase("a\r\nDATA@example.com")]
    [TestCase("<a@example.com>")]
    [TestCase("a,b@example.com")]
    [TestCase("a@example.com>")]
    public void What_is_no_address_is_refused_by_name(string address) => Assert.That(
        () => MimeComposer.Compose(Simple with { Cc = [new MailboxAddress("", address)] }),
        Throws.TypeOf<FormatException>().With.Message.StartsWith("Cc: '").And.Message.Not.Contains("\r"));

    [Test]
    public void Parts_nest_as_the_contents_ask_for()
    {
        var message = MimeReader.Read(MimeComposer.Compose(Simple with
        {
            Html = "<img src=\"cid:logo\">",
            Inline = [new OutgoingPart(new byte[] { 1, 2, 3 }, "image/png") { ContentId = "logo", IsInline = true, FileName = "logo.png" }],
            Attachments = [new OutgoingPart(new byte[] { 4 }, "application/pdf") { FileName = "a.pdf" }],
        }).ToArray());

        Assert.That(Everyone(message.Root).Select(part => $"{part.Path} {part.ContentType.MediaType}".Trim()), Is.EqualTo([
            "multipart/mixed", "1 multipart/alternative", "1.1 text/plain", "1.2 multipart/related", "1.2.1 text/html", "1.2.2 image/png", "2 application/pdf"]));
        Assert.That(message.Attachments.Select(part => part.ContentId), Is.EqualTo(["logo", null]));
    }

    [Test]
    public void A_message_within_the_message_keeps_its_octets()
    {
        var nested = "Subject: =?utf-8?Q?=C3=B8?=\r\nFrom: a@example.com\r\n\r\n.\r\nFrom here\r\n"u8.ToArray();

        var part = MimeReader.Read(MimeComposer.Compose(Simple with { Attachments = [new OutgoingPart(nested, "message/rfc822")] }).ToArray()).Attachments.Single();

        Assert.That(part.Raw.Span.ToArray(), Is.SupersetOf("Content-Transfer-Encoding: 7bit"u8.ToArray()));
        Assert.That(part.Decode().ToArray(), Is.EqualTo(nested));
        Assert.That(MimeReader.Read(part.Decode()).Subject, Is.EqualTo("ø"));
    }

    [Test]
    public void A_message_that_SMTP_cannot_carry_travels_as_a_file()
    {
        var nested = Encoding.ASCII.GetBytes($"Subject: x\r\n\r\n{new string('x', 1500)}\r\n");

        var part = MimeReader.Read(MimeComposer.Compose(Simple with { Attachments = [new OutgoingPart(nested, "message/rfc822")] }).ToArray()).Attachments.Single();

        Assert.That(part.ContentType.MediaType, Is.EqualTo("application/octet-stream"));
        Assert.That(part.Decode().ToArray(), Is.EqualTo(nested));
    }

    [Test]
    public void Names_of_files_are_written_as_RFC_2231_says()
    {
        var text = Text(Simple with { Attachments = [new OutgoingPart("x"u8.ToArray(), "application/pdf") { FileName = "C:\\my files\\Årsrapport 2026.pdf" }] });

        Assert.That(text, Does.Contain("filename*=utf-8''%C3%85rsrapport%202026.pdf\r\n"));
    }

    [Test]
    public void A_large_attachment_is_written_in_bounded_memory()
    {
        var content = new byte[20 << 20];
        new Random(1).NextBytes(content);
        var composed = MimeComposer.Compose(Simple with { Attachments = [new OutgoingPart(content, "application/zip") { FileName = "large.zip" }] });

        var before = GC.GetAllocatedBytesForCurrentThread();
        var written = composed.Chunks().Sum(chunk => (long)chunk.Length);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.LessThan(1 << 20));
        Assert.That(composed.Length, Is.EqualTo(written));
        Assert.That(composed.Length, Is.GreaterThan(content.Length * 4L / 3));
        Assert.That(MimeReader.Read(composed.ToArray()).Attachments.Single().Decode().Span.SequenceEqual(content), Is.True);
    }

    private static string Text(OutgoingMessage message) => Encoding.UTF8.GetString(MimeComposer.Compose(message).ToArray());

    private static IEnumerable<MimePart> Everyone(MimePart part) => part.Children.SelectMany(Everyone).Prepend(part);

    private static IEnumerable<MimeHeader> Everything(MimePart part) => Everyone(part).SelectMany(one => one.Headers);
}
