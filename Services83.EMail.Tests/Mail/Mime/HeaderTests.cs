using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Tests.Mail.Mime;

public sealed class HeaderTests
{
    [TestCase("plain", "plain")]
    [TestCase("  spaces around  ", "spaces around")]
    [TestCase("=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_M=C3=BCnchen?=", "Grüße aus München", Description = "Q")]
    [TestCase("=?UTF-8?b?R3LDvMOfZQ==?=", "Grüße", Description = "B")]
    [TestCase("=?utf-8?B?R3LDvMOfZQ?=", "Grüße", Description = "padding missing")]
    [TestCase("=?utf-8?Q?one?= =?utf-8?Q?two?=", "onetwo", Description = "adjacent words are joined")]
    [TestCase("=?utf-8?Q?one?=\n =?iso-8859-1?Q?tw=F6?=", "onetwö", Description = "adjacent in different charsets")]
    [TestCase("=?utf-8?Q?one?= and =?utf-8?Q?two?=", "one and two")]
    [TestCase("=?utf-8?B?w?= =?utf-8?Q?=E4=BD?=\n =?utf-8?Q?=A0?=", "你", Description = "a character cut in two")]
    [TestCase("=?iso-2022-jp?B?GyRCJDMk?=\n =?iso-2022-jp?B?cyRLGyhC?=", "こんに", Description = "shifted state cut in two")]
    [TestCase("=?iso-8859-1*de?Q?=FCber?=", "über", Description = "with a language")]
    [TestCase("=?utf-8?Q?with space?=", "with space")]
    [TestCase("=?utf-8?Q?what?now?=", "what?now", Description = "question mark inside")]
    [TestCase("a=?utf-8?Q?b?=c", "abc", Description = "glued to text")]
    [TestCase("\"=?utf-8?Q?b?=\"", "\"b\"", Description = "in quotes")]
    [TestCase("=?utf-8?Q?broken =?utf-8?Q?whole?=", "=?utf-8?Q?broken whole", Description = "a broken word does not eat the next")]
    [TestCase("=?utf-8?X?unknown?=", "=?utf-8?X?unknown?=")]
    [TestCase("=?utf-8?Q?never ends", "=?utf-8?Q?never ends")]
    [TestCase("=?", "=?")]
    [TestCase("=?x-unknown?Q?=C3=BC?=", "ü", Description = "unknown charset that is UTF-8")]
    [TestCase("=?us-ascii?Q?=FC?=", "ü", Description = "mislabelled: Latin-1 as ASCII")]
    [TestCase("=?utf-8?Q?=FCber?=", "über", Description = "mislabelled: Latin-1 as UTF-8")]
    [TestCase("=?utf-8?Q?a=0D=0ABcc:_x?=", "a  Bcc: x", Description = "no line ends smuggled in")]
    [TestCase("one\n two\n\tthree", "one two three")]
    [TestCase("one\n \n two", "one  two", Description = "a fold with nothing in it")]
    [TestCase("one\0two\u0007", "one two")]
    public void A_subject_is_unfolded_and_decoded(string value, string expected) =>
        Assert.That(Sample.Read($"Subject: {value}\n\nbody").Subject, Is.EqualTo(expected));

    [Test]
    public void Raw_octets_in_a_header_are_utf8_when_they_can_be() =>
        Assert.That(Sample.Read("Subject: Grüße 🎉\n\n").Subject, Is.EqualTo("Grüße 🎉"));

    [Test]
    public void Raw_octets_in_a_header_are_windows_1252_otherwise() =>
        Assert.That(Sample.ReadExactly("Subject: Gr\u00FC\u00DFe \u0080\r\n\r\n").Subject, Is.EqualTo("Grüße €"));

    [Test]
    public void Fields_keep_their_order_letter_case_and_octets()
    {
        var headers = Sample.Read("X-One: 1\nx-two : =?utf-8?Q?=C3=BC?=\n folded\nX-One:2\n\n").Headers;

        Assert.That(headers.Select(h => h.Name), Is.EqualTo(new[] { "X-One", "x-two", "X-One" }));
        Assert.That(headers[1].Value, Is.EqualTo("ü folded"));
        Assert.That(Sample.Text(headers[1].RawValue), Is.EqualTo(" =?utf-8?Q?=C3=BC?=\r\n folded"));
        Assert.That(Sample.Text(headers[1].Raw), Is.EqualTo("x-two : =?utf-8?Q?=C3=BC?=\r\n folded"));
    }

    [Test]
    public void Of_a_field_that_is_repeated_the_first_counts()
    {
        var message = Sample.Read("Subject: one\nsubject: two\nFrom: a@x\nFrom: b@x\n\n");

        Assert.That(message.Subject, Is.EqualTo("one"));
        Assert.That(message.FromAll.Select(f => f.Address), Is.EqualTo(new[] { "a@x", "b@x" }), "address fields are read as one");
    }

    [Test]
    public void A_message_without_header_has_a_body()
    {
        var message = Sample.Read("\njust text\n");

        Assert.That(message.Headers, Is.Empty);
        Assert.That(message.TextBody, Is.EqualTo("just text\r\n"));
        Assert.That(message.Subject, Is.Empty);
        Assert.That(message.From, Is.Null);
        Assert.That(message.Date, Is.Null);
        Assert.That(message.MessageId, Is.Null);
    }

    [TestCase("")]
    [TestCase("\r\n")]
    [TestCase("\n")]
    [TestCase("\r")]
    public void An_empty_message_is_an_empty_message(string text) => Assert.That(Sample.ReadExactly(text).TextBody, Is.EqualTo(""));

    [Test]
    public void A_header_without_end_has_all_its_fields() => Assert.That(Sample.ReadExactly("A: 1\r\nSubject: last").Subject, Is.EqualTo("last"));

    [Test]
    public void Text_right_after_the_header_is_the_body()
    {
        var message = Sample.Read("Subject: s\nDear all\nhow are you\n");

        Assert.That(message.Subject, Is.EqualTo("s"));
        Assert.That(message.TextBody, Is.EqualTo("Dear all\r\nhow are you\r\n"));
    }

    [Test]
    public void A_line_without_colon_between_fields_is_skipped()
    {
        var message = Sample.Read("From: a@x\nno colon here\n\tand more of it\nSubject: s\n\nbody");

        Assert.That(message.Subject, Is.EqualTo("s"));
        Assert.That(message.TextBody, Is.EqualTo("body"));
        Assert.That(message.Headers.Count, Is.EqualTo(2));
    }

    [TestCase("From me@x Thu Jan  1 00:00:00 2015\r\nSubject: s\r\n\r\nb")]
    [TestCase(">From me@x Thu Jan  1 00:00:00 2015\nSubject: s\n\nb")]
    public void The_mailbox_line_in_front_is_no_field(string text)
    {
        var message = Sample.ReadExactly(text);

        Assert.That(message.Subject, Is.EqualTo("s"));
        Assert.That(message.Headers.Count, Is.EqualTo(1));
    }

    [TestCase("Subject: s\nX: y\n\nbody", Description = "LF")]
    [TestCase("Subject: s\rX: y\r\rbody", Description = "CR")]
    [TestCase("Subject: s\r\nX: y\n\r\nbody", Description = "mixed")]
    [TestCase("Subject: s\r\r\nX: y\r\r\n\r\r\nbody", Description = "CR CR LF")]
    public void Any_line_end_ends_lines(string text)
    {
        var message = Sample.ReadExactly(text);

        Assert.That(message.Subject, Is.EqualTo("s"));
        Assert.That(message.Headers.Count, Is.EqualTo(2));
        Assert.That(message.TextBody, Is.EqualTo("body"));
    }

    [Test]
    public void A_lone_carriage_return_starts_no_field()
    {
        var message = Sample.ReadExactly("Subject: s\rBcc: hidden@x\r\n\r\n");

        Assert.That(message.Subject, Is.EqualTo("s Bcc: hidden@x"));
        Assert.That(message.Bcc, Is.Empty);
    }

    [Test]
    public void A_stray_line_feed_does_not_spoil_a_message_of_carriage_returns()
    {
        var message = Sample.ReadExactly($"Subject: s\rX: y\r\r{new string('x', 1000)}\rstray\nend");

        Assert.That(message.Subject, Is.EqualTo("s"));
        Assert.That(message.TextBody, Does.EndWith("stray\nend"));
    }

    [Test]
    public void The_header_can_be_read_alone()
    {
        var octets = Encoding.UTF8.GetBytes("Subject: s\r\nTo: a@x\r\n");

        var envelope = MimeReader.ReadHeaders(octets);

        Assert.That(envelope.Subject, Is.EqualTo("s"));
        Assert.That(envelope.To.Single().Address, Is.EqualTo("a@x"));
        Assert.That(envelope.Header("TO")!.Value, Is.EqualTo("a@x"));
    }

    [Test]
    public void Fields_beyond_the_limit_are_not_read_but_stay_in_the_octets()
    {
        var text = string.Concat(Enumerable.Range(0, MimeLimits.HeaderFields + 5).Select(i => $"X-{i}: v\n"));

        var message = Sample.Read(text + "\nbody");

        Assert.That(message.Headers.Count, Is.EqualTo(MimeLimits.HeaderFields));
        Assert.That(Sample.Text(message.Raw), Does.Contain($"X-{MimeLimits.HeaderFields + 4}: v"));
        Assert.That(message.TextBody, Is.EqualTo("body"));
    }

    [TestCase("X-Priority: 1", MimePriority.Highest)]
    [TestCase("X-Priority: 2 (High)", MimePriority.High)]
    [TestCase("X-Priority: 5", MimePriority.Lowest)]
    [TestCase("X-Priority: -99999999999999999999", MimePriority.None)]
    [TestCase("X-Priority: odd\nImportance: High", MimePriority.High)]
    [TestCase("Importance: low", MimePriority.Low)]
    [TestCase("Priority: urgent", MimePriority.High)]
    [TestCase("Priority: non-urgent", MimePriority.Low)]
    [TestCase("X-MSMail-Priority: Normal", MimePriority.Normal)]
    [TestCase("X-Other: 1", MimePriority.None)]
    public void Priority_comes_from_any_of_its_fields(string field, MimePriority expected) =>
        Assert.That(Sample.Read(field + "\n\n").Priority, Is.EqualTo(expected));

    [TestCase("<a@b>", "a@b")]
    [TestCase("\n <a@\n b>", "a@b", Description = "folded inside")]
    [TestCase("<<a@b>>", "a@b")]
    [TestCase("a@b", "a@b", Description = "brackets forgotten")]
    [TestCase("Your message of Tuesday", null)]
    [TestCase("Message of Tuesday <a@b> <c@d>", "a@b")]
    [TestCase("", null)]
    [TestCase("<>", null)]
    public void An_id_is_what_stands_in_brackets(string value, string? expected) =>
        Assert.That(Sample.Read($"In-Reply-To: {value}\n\n").InReplyTo, Is.EqualTo(expected));

    [Test]
    public void References_are_all_ids_in_their_order() =>
        Assert.That(Sample.Read("References: <a@b>\n <c@d><e@f> junk <g@h\n\n").References, Is.EqualTo(new[] { "a@b", "c@d", "e@f" }));
}
