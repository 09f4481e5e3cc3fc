using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>Forms that are rare but valid, and forms that are invalid but clear.</summary>
public sealed class OddFormTests
{
    [TestCase("=?iso-8859-1?Q?J\u00FCrgen?=", "J\u00FCrgen", Description = "an octet of the charset")]
    [TestCase("=?utf-8?Q?J\u00FCrgen?=", "J\u00FCrgen", Description = "an octet of another charset")]
    [TestCase("=?iso-8859-1?Q?J\u00C3\u00BCrgen_=E9?=", "J\u00FCrgen \u00E9", Description = "octets of UTF-8")]
    [TestCase("=?koi8-r?Q?\u00F0\u00D2\u00C9\u00D7\u00C5\u00D4?=", "\u041F\u0440\u0438\u0432\u0435\u0442")]
    [TestCase("=?koi8-r?Q?\u00D0\u009F\u00D1\u0080?=", "\u041F\u0440")]
    [TestCase("=?us-ascii?Q?J\u00FCrgen?=", "J\u00FCrgen")]
    public void Raw_octets_within_an_encoded_word_are_read_once(string field, string expected) =>
        Assert.That(Sample.ReadExactly($"Subject: {field}\r\n\r\n").Subject, Is.EqualTo(expected));

    [TestCase("Joe Q. Public <john . q . public @ example . com>", "Joe Q. Public<john.q.public@example.com>")]
    [TestCase("Mary Smith <@node.test:mary@example.net>, , jdoe@test   . example", "Mary Smith<mary@example.net>|<jdoe@test.example>")]
    [TestCase("jdoe@test. example", "<jdoe@test.example>")]
    [TestCase("jdoe@test .example .com", "<jdoe@test.example.com>")]
    [TestCase("j . doe @ test . example", "<j.doe@test.example>")]
    [TestCase("Dr. jdoe@test.example", "Dr.<jdoe@test.example>")]
    [TestCase("(nobody(that I know))", "")]
    [TestCase("Hidden recipients  :(nobody(that I know))  ;", "")]
    [TestCase("a@b, (nobody), c@d", "<a@b>|<c@d>")]
    [TestCase("a@b c@d", "<a@b>|<c@d>", Description = "a forgotten comma")]
    [TestCase("Ann a@b Bob c@d", "Ann<a@b>|Bob<c@d>")]
    [TestCase("Ann a@b of Bonn, c@d e@f g@h", "Ann of Bonn<a@b>|<c@d>|<e@f>|<g@h>")]
    [TestCase("a@b c@d <e@f>", "a@b c@d<e@f>", Description = "a name of two addresses")]
    [TestCase("a @ b @ c", "@ c<a@b>")]
    [TestCase("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "Pete<pete@silly.test>")]
    public void Obsolete_forms_of_addresses_are_read(string field, string expected) =>
        Assert.That(string.Join('|', Sample.Read($"To: {field}\n\n").To.Select(one => $"{one.DisplayName}<{one.Address}>")), Is.EqualTo(expected));

    [Test]
    public void Beyond_the_limit_addresses_are_left_in_the_octets()
    {
        var field = string.Join(", ", Enumerable.Range(0, 30_000).Select(i => $"a{i}@b"));
        var message = Sample.Read($"To: {field}\nTo: c@d\nCc: e@f\n\n");

        Assert.That(message.To.Count, Is.EqualTo(MimeLimits.Addresses));
        Assert.That(message.To[^1].Address, Is.EqualTo($"a{MimeLimits.Addresses - 1}@b"));
        Assert.That(message.Cc.Count, Is.EqualTo(1));
        Assert.That(Sample.Text(message.Raw), Does.Contain("a29999@b"));
    }

    [TestCase("{0}@b, c@d", "<c@d>")]
    [TestCase("Ann <{0}@b>, c@d", "Ann<>|<c@d>")]
    [TestCase("{0} <a@b>, c@d", "{1}<a@b>|<c@d>")]
    [TestCase("a@b ({0}), c@d", "{1}<a@b>|<c@d>")]
    [TestCase("\"{0}\" <a@b>, c@d", "{1}<a@b>|<c@d>")]
    public void An_address_of_megabytes_is_none_and_of_such_a_name_the_beginning_is_read(string field, string expected)
    {
        var list = Sample.Read($"To: {field.Replace("{0}", new string('x', 2_000_000), StringComparison.Ordinal)}\n\n").To;

        Assert.That(string.Join('|', list.Select(one => $"{one.DisplayName}<{one.Address}>")), Is.EqualTo(expected.Replace("{1}", new string('x', MimeLimits.Name), StringComparison.Ordinal)));
    }

    [TestCase("<@a,")]
    [TestCase("g:")]
    [TestCase("g:a;")]
    [TestCase("<a@b")]
    public void No_flood_of_addresses_comes_out(string piece) =>
        Assert.That(Sample.Read($"To: {string.Concat(Enumerable.Repeat(piece, 100_000))}\n\n").To.Count, Is.LessThanOrEqualTo(MimeLimits.Addresses));

    [TestCase("")]
    [TestCase("\n   \n")]
    public void An_inner_multipart_of_nothing_is_not_the_text(string inner)
    {
        var message = Sample.Read(
            $"Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=i\n\n{inner}\n--o\n"
            + "Content-Type: text/plain\n\nThe text.\n--o--\n");

        Assert.That((message.TextBody, message.Attachments.Count), Is.EqualTo(("The text.", 0)));
    }

    [Test]
    public void An_inner_multipart_without_delimiters_is_the_text_when_there_is_no_other()
    {
        const string Start = "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=i\n\nInner.\n--o\n";

        Assert.That(Sample.Read(Start + "Content-Type: image/png\n\nx\n--o--\n").TextBody, Is.EqualTo("Inner."));
        var both = Sample.Read(Start + "Content-Type: text/plain\n\nThe text.\n--o--\n");
        Assert.That((both.TextBody, both.Attachments.Count), Is.EqualTo(("The text.", 1)));
    }

    [Test]
    public void Nothing_between_two_delimiters_is_no_part()
    {
        var message = Sample.Read(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\nContent-Type: text/plain\n\nThe text.\n--b\n--b\n"
            + "Content-Type: image/png\n\nx\n--b--\n");

        Assert.That((message.TextBody, message.Attachments.Count), Is.EqualTo(("The text.", 1)));
        Assert.That(message.Attachments[0].ContentType.Type, Is.EqualTo("image"));
    }

    [TestCase("")]
    [TestCase("MIME-Version: 1.0\n")]
    [TestCase("what is this\n")]
    public void A_header_ends_at_its_own_delimiter_where_the_blank_line_is_missing(string between)
    {
        var message = Sample.Read(
            $"Subject: s\nContent-Type: multipart/mixed;\n boundary=b\n{between}--b\nContent-Type: text/plain\n\nThe text.\n--b\nContent-Type: image/png\n\nx\n--b--\n");

        Assert.That((message.Subject, message.TextBody, message.Attachments.Count), Is.EqualTo(("s", "The text.", 1)));
    }

    [TestCase("")]
    [TestCase("From me@example.com Thu Jan  1 00:00:00 2015\n")]
    public void A_byte_order_mark_costs_no_field(string mailboxLine)
    {
        var raw = Encoding.UTF8.GetBytes($"\uFEFF{mailboxLine}From: a@b\nSubject: s\n\nThe text.");
        var message = MimeReader.Read(raw);

        Assert.That((message.From!.Address, message.Subject, message.TextBody, message.Raw.Length), Is.EqualTo(("a@b", "s", "The text.", raw.Length)));
    }

    [Test]
    public void An_inner_header_ends_at_its_own_delimiter_too()
    {
        var message = Sample.Read(
            "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=ab\nMIME-Version: 1.0\n--ab\n"
            + "Content-Type: text/plain\n\nThe text.\n--ab--\n--a--\n");

        Assert.That((message.TextBody, message.Attachments.Count), Is.EqualTo(("The text.", 0)));
    }

    [TestCase("Fri, 20 Nov 2026 10:00:00 -600", -360)]
    [TestCase("Fri, 20 Nov 2026 10:00:00 +100", 60)]
    [TestCase("Fri, 20 Nov 2026 10:00:00 +5:30", 330)]
    [TestCase("Fri, 20 Nov 2026 10:00:00 -0600", -360)]
    public void A_zone_without_its_leading_zero_is_read(string date, int minutes) =>
        Assert.That(Sample.Read($"Date: {date}\n\n").Date!.Value.Offset.TotalMinutes, Is.EqualTo(minutes));

    [TestCase("begin 644 a.txt\n#0V%T\n`\nend\n", "Cat")]
    [TestCase("\nbegin 644 a.txt\r\n#0V%T\r\n \r\nend\r\n", "Cat")]
    [TestCase("begin 644 a.txt\n$0V%T<P\n`\nend\n", "Cats", Description = "the end of a line is missing")]
    [TestCase("no beginning\n", "no beginning\n")]
    [TestCase("begin 644 a.txt\n#0V", "C`\0", Description = "cut off")]
    public void A_declared_uuencoded_part_is_decoded(string body, string expected)
    {
        var message = Sample.ReadExactly($"Content-Type: application/octet-stream\nContent-Transfer-Encoding: x-uuencode\n\n{body}");
        var part = message.Root;

        Assert.That(Encoding.Latin1.GetString(part.Decode().Span), Is.EqualTo(expected));
        Assert.That(part.DecodedSize, Is.EqualTo(part.Decode().Length));
    }
}
