using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Tests.Mail.Mime;

[CancelAfter(30_000)]
public sealed class PartTreeTests
{
    [Test]
    public void Parts_have_the_numbers_that_imap_gives_them()
    {
        var root = Sample.Read("""
            Content-Type: multipart/mixed; boundary=out

            preamble
            --out
            Content-Type: multipart/alternative; boundary=in

            --in

            plain
            --in
            Content-Type: text/html

            <p>
            --in--
            --out
            Content-Type: message/rfc822

            Subject: inner
            Content-Type: multipart/mixed; boundary=deep

            --deep

            deep text
            --deep--
            --out--
            epilogue
            """).Root;

        Assert.That(Outline(root), Is.EqualTo("multipart/mixed[1 multipart/alternative[1.1 text/plain[] 1.2 text/html[]] 2 message/rfc822[]]"));
        var inner = MimeReader.Read(root.Children[1].Decode());
        Assert.That(inner.Subject, Is.EqualTo("inner"));
        Assert.That(inner.TextBody, Is.EqualTo("deep text"));
    }

    [Test]
    public void A_message_of_one_part_is_part_one() => Assert.That(Sample.Read("Subject: s\n\ntext").Root.Path, Is.EqualTo("1"));

    [Test]
    public void The_line_end_before_a_delimiter_belongs_to_the_delimiter()
    {
        var parts = Multipart("\n--b\n\none\n\n--b\n\n--b\n--b\n\ntwo\n--b--\n").Root.Children;

        Assert.That(parts.Select(p => Sample.Text(p.RawBody)), Is.EqualTo(new[] { "one\r\n", "", "", "two" }));
        Assert.That(Sample.Text(parts[0].Raw), Is.EqualTo("\r\none\r\n"));
    }

    [Test]
    public void A_missing_end_costs_nothing()
    {
        var parts = Multipart("\n--b\n\none\n--b\nContent-Type: application/pdf\n\ntwo").Root.Children;

        Assert.That(parts.Select(p => Sample.Text(p.RawBody)), Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public void An_outer_delimiter_ends_inner_multiparts_that_were_not_closed()
    {
        var message = Multipart("""

            --b
            Content-Type: multipart/alternative; boundary=in

            --in

            plain
            --in
            Content-Type: text/html

            <p>h
            --b
            Content-Disposition: attachment; filename=late.txt

            late
            --b--
            """);

        Assert.That(message.TextBody, Is.EqualTo("plain"));
        Assert.That(message.HtmlBody, Is.EqualTo("<p>h"));
        Assert.That(message.Attachments.Single().FileName, Is.EqualTo("late.txt"));
    }

    [Test]
    public void A_boundary_may_be_the_beginning_of_another()
    {
        var root = Multipart("\n--b\nContent-Type: multipart/mixed; boundary=bc\n\n--bc\n\ninner\n--bc--\n--b\n\nouter\n--bX\n--b--\n").Root;

        Assert.That(Outline(root), Is.EqualTo("multipart/mixed[1 multipart/mixed[1.1 text/plain[]] 2 text/plain[]]"));
        Assert.That(Sample.Text(root.Children[1].RawBody), Is.EqualTo("outer\r\n--bX"));
    }

    [Test]
    public void What_follows_the_end_is_no_part() =>
        Assert.That(Multipart("\n--b\n\none\n--b--\nepilogue\n--b\n\nafter\n").Root.Children.Count, Is.EqualTo(1));

    [Test]
    public void White_space_behind_a_delimiter_does_not_matter() =>
        Assert.That(Multipart("\n--b \t\n\none\n--b\n\ntwo\n-- b\n--b-- \t\n").Root.Children.Count, Is.EqualTo(2));

    [TestCase("multipart/mixed", Description = "no boundary")]
    [TestCase("multipart/mixed; boundary=\"\"", Description = "empty boundary")]
    [TestCase("multipart/mixed; boundary=other", Description = "another boundary")]
    public void A_multipart_without_parts_is_text(string type)
    {
        var message = Sample.Read($"Content-Type: {type}\n\n--b\n\nreadable\n--b--");

        Assert.That(message.Root.Children, Is.Empty);
        Assert.That(message.TextBody, Is.EqualTo("--b\r\n\r\nreadable\r\n--b--"));
        Assert.That(message.Attachments, Is.Empty);
    }

    [Test]
    public void An_empty_multipart_has_no_text()
    {
        var message = Multipart("\npreamble\n--b--\n");

        Assert.That(message.TextBody, Is.Null);
        Assert.That(message.Attachments, Is.Empty);
    }

    [Test]
    public void A_part_without_blank_line_has_its_text()
    {
        var parts = Multipart("\n--b\nhello there\nagain\n--b\nContent-Type: text/html\n--b--").Root.Children;

        Assert.That(Sample.Text(parts[0].RawBody), Is.EqualTo("hello there\r\nagain"));
        Assert.That(parts[1].ContentType.MediaType, Is.EqualTo("text/html"));
        Assert.That(parts[1].RawBody.IsEmpty, Is.True);
    }

    [TestCase("\n")]
    [TestCase("\r")]
    public void Delimiters_are_found_with_any_line_end(string lineEnd)
    {
        var text = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n".Replace("\n", lineEnd, StringComparison.Ordinal);

        Assert.That(Sample.ReadExactly(text).Root.Children.Select(p => Sample.Text(p.RawBody)), Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public void In_a_digest_parts_are_messages_unless_they_say_otherwise()
    {
        var parts = Sample.Read("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\n1\n--b\nContent-Type: text/plain\n\n2\n--b--").Root.Children;

        Assert.That(parts.Select(part => part.ContentType.IsMessage), Is.EqualTo(new[] { true, false }));
        Assert.That(MimeReader.Read(parts[0].Decode()).Subject, Is.EqualTo("one"));
    }

    [Test]
    public void The_transfer_encoding_of_a_multipart_is_ignored() =>
        Assert.That(Sample.Read("Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\ntext\n--b--").TextBody, Is.EqualTo("text"));

    [Test]
    public void An_embedded_message_may_be_encoded()
    {
        var inner = Convert.ToBase64String(Encoding.ASCII.GetBytes("Subject: inner\r\n\r\nbody"));

        var root = Sample.Read($"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}").Root;

        Assert.That(MimeReader.Read(root.Decode()).Subject, Is.EqualTo("inner"));
    }

    [Test]
    public void Two_hundred_levels_are_opened_and_deeper_ones_are_text()
    {
        var text = string.Concat(Enumerable.Range(0, 300).Select(i => $"Content-Type: multipart/mixed; boundary=n{i}\n\n--n{i}\n"));

        var part = Sample.Read(text + "\ndeep").Root;
        var levels = 0;
        for (; part.Children.Count > 0; part = part.Children[0])
        {
            levels++;
        }

        Assert.That(levels, Is.EqualTo(MimeLimits.Depth));
        Assert.That(part.ContentType.IsMultipart, Is.True);
        Assert.That(Sample.Text(part.RawBody), Does.EndWith("deep"));
    }

    [Test]
    public void Ten_thousand_parts_are_read_and_more_stay_raw()
    {
        var text = string.Concat(Enumerable.Range(0, MimeLimits.Parts + 10).Select(i => $"--b\n\n{i}\n"));

        var root = Multipart("\n" + text + "--b--").Root;

        Assert.That(root.Children.Count, Is.EqualTo(MimeLimits.Parts));
        Assert.That(Sample.Text(root.Children[^1].RawBody), Is.EqualTo("9999"));
        Assert.That(Sample.Text(root.RawBody), Does.Contain("10009"));
    }

    private static MimeMessage Multipart(string body) => Sample.Read("Content-Type: multipart/mixed; boundary=b\n" + body);

    private static string Outline(MimePart part) =>
        $"{part} [{string.Join(' ', part.Children.Select(Outline))}]".TrimStart().Replace(" [", "[", StringComparison.Ordinal);
}
