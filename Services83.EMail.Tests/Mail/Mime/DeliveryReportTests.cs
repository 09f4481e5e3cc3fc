using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Reports;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>Delivery status notifications as servers send them, and as they must not.</summary>
[CancelAfter(120_000)]
public sealed class DeliveryReportTests
{
    /// <summary>The form that Postfix has.</summary>
    private const string Postfix =
        """
        Reporting-MTA: dns; mx.test.example
        X-Postfix-Queue-ID: 4Cc1
        X-Postfix-Sender: rfc822; anna@test.example
        Arrival-Date: Sat, 21 Nov 2026 10:00:00 +0000 (UTC)

        Final-Recipient: rfc822; bob@moved.example
        Original-Recipient: rfc822;Bob@other.example
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; mail.other.example
        Diagnostic-Code: smtp; 550 5.1.1 <bob@moved.example>: Recipient address
            rejected: User unknown

        Final-Recipient: rfc822; carl@other.example
        Action: delayed
        Status: 4.4.1
        """;

    [Test]
    public void A_report_says_what_became_of_each_recipient()
    {
        var report = Read(Message(Postfix))!;

        Assert.That((report.ReportingServer, report.EnvelopeId, report.MessageId), Is.EqualTo(("mx.test.example", (string?)null, "offer@test.example")));
        Assert.That(report.Recipients, Is.EqualTo(new[]
        {
            new RecipientReport(
                "bob@moved.example", "Bob@other.example", DeliveryAction.Failed, "5.1.1", "mail.other.example",
                "550 5.1.1 <bob@moved.example>: Recipient address rejected: User unknown"),
            new RecipientReport("carl@other.example", null, DeliveryAction.Delayed, "4.4.1", null, null),
        }));
    }

    /// <summary>What servers leave out, or write in their own way.</summary>
    [TestCase("Final-Recipient: rfc822;bob@other.example\nAction: failed\nStatus: 5.0.0", "bob@other.example Failed 5.0.0", TestName = "Without the group about the message")]
    [TestCase("Reporting-MTA: dns;a\nFinal-Recipient: rfc822;<bob@other.example>\nAction: Failed (user unknown)\nStatus: 5.1.1 (no mailbox)", "bob@other.example Failed 5.1.1", TestName = "Without the blank line, with comments")]
    [TestCase("Reporting-MTA: dns; a\n\nAction: failed\nFinal-Recipient: rfc822;bob@other.example\nStatus: 5.0.0\n", "bob@other.example Failed 5.0.0", TestName = "In the order of Exim 4.96")]
    [TestCase("Reporting-MTA: dns;a\n\nFinal-Recipient: bob@other.example\nAction: FAILED", "bob@other.example Failed ", TestName = "Without a type and a status")]
    [TestCase("Reporting-MTA: dns;a\n\nOriginal-Recipient: rfc822;bob@other.example\nAction: failed\nStatus: 5.7.1", " Failed 5.7.1", TestName = "With the original recipient only")]
    [TestCase("Reporting-MTA: dns;a\n\n\n\nFinal-Recipient: rfc822;bob@other.example\nStatus: 4.2.2\n\n", "bob@other.example Delayed 4.2.2", TestName = "Without an action")]
    [TestCase("Reporting-MTA: dns;a\n\nFinal-Recipient: utf-8; j\\x{F8}rn@other.example\nAction: failed\nStatus: 5.1.1", "jørn@other.example Failed 5.1.1", TestName = "With an escaped character")]
    [TestCase("Reporting-MTA: dns;a\n\nFinal-Recipient: utf-8; jørn@other.example\nAction: failed\nStatus: 5.1.1", "jørn@other.example Failed 5.1.1", TestName = "With a character beyond ASCII")]
    [TestCase("Reporting-MTA: dns;a\n\nFinal-Recipient: utf-8; a\\x{D800}\\x{7}b@c\nAction: relayed", "a\\x{D800}\\x{7}b@c Relayed ", TestName = "With escapes that are no characters")]
    public void What_is_odd_is_read(string status, string expected)
    {
        var one = Read(Message(status))!.Recipients.Single();

        Assert.That($"{one.Address} {one.Action} {one.Status}", Is.EqualTo(expected));
    }

    [TestCase("message/delivery-status", "message/rfc822")]
    [TestCase("message/delivery-status", "text/rfc822-headers")]
    [TestCase("message/global-delivery-status", "message/global")]
    [TestCase("Message/Delivery-Status; charset=us-ascii", "message/global-headers")]
    public void Every_type_of_its_parts_is_known(string status, string returned)
    {
        var report = Read(Message(Postfix, status, returned))!;

        Assert.That((report.MessageId, report.Recipients.Count), Is.EqualTo(("offer@test.example", 2)));
    }

    [Test]
    public void Encoded_parts_are_decoded()
    {
        var encoded = "Content-Transfer-Encoding: base64\n\n" + Convert.ToBase64String(Encoding.UTF8.GetBytes(Postfix.ReplaceLineEndings("\r\n")));
        var message = Message("x").Replace("Content-Type: message/delivery-status\n\nx", $"Content-Type: message/delivery-status\n{encoded}", StringComparison.Ordinal);

        Assert.That(Read(message)!.Recipients, Has.Count.EqualTo(2));
    }

    [TestCase("Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;a@b\nDisposition: manual-action\n--b--\n", TestName = "A receipt of reading")]
    [TestCase("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822;a@b\nAction: failed\n--b--\n", TestName = "Another multipart")]
    [TestCase("Content-Type: multipart/report; boundary=b\n\nnothing", TestName = "A report without parts")]
    [TestCase("Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;a\n--b--\n", TestName = "A report of nobody")]
    [TestCase("Subject: failed\n\nFinal-Recipient: rfc822;a@b\nAction: failed\n", TestName = "Plain text")]
    public void What_is_no_report_is_none(string message) => Assert.That(Read(message), Is.Null);

    [Test]
    public void A_message_without_a_returned_header_names_no_message() =>
        Assert.That(Read(Message(Postfix, returned: "text/plain"))!.MessageId, Is.Null);

    [Test]
    public void Limits_hold_for_what_nobody_needs()
    {
        var report = Read(Message(string.Concat(Enumerable.Range(0, 5000).Select(i => $"Final-Recipient: rfc822;{i}@b\nAction: failed\nDiagnostic-Code: x;{new string('y', 9000)}\n\n"))))!;

        Assert.That(report.Recipients, Has.Count.EqualTo(MimeLimits.ReportRecipients));
        Assert.That(report.Recipients.Max(one => one.Diagnostic!.Length), Is.LessThanOrEqualTo(MimeLimits.ReportField));
    }

    [TestCase(" \n")]
    [TestCase("a: b\n")]
    [TestCase("a:\n b\n")]
    [TestCase("\\x{")]
    [TestCase(";")]
    [TestCase("Final-Recipient: ;<>\n\n")]
    [TestCase("Action: failed\nFinal-Recipient: x;y\n\n")]
    public async Task Megabytes_of_nonsense_take_linear_time(string piece, CancellationToken cancellationToken)
    {
        var message = Message("Final-Recipient: rfc822;a@b\nDiagnostic-Code: " + string.Concat(Enumerable.Repeat(piece, 4_000_000 / piece.Length)));

        // Quadratic work takes hours.
        await Task.Run(() => Read(message), cancellationToken).WaitAsync(cancellationToken);
    }

    [Test]
    public void A_report_broken_at_random_is_read()
    {
        var random = new Random(83);
        var sample = Message(Postfix);
        string[] tokens = ["\n", "\n\n", "\r", ":", ";", "\0", "\\x{110000}", "\\x{41}", "<", ">", "Action: ", "Final-Recipient: ", "5.", "--b", "\u00FF", " "];
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder(sample);
            for (var times = random.Next(1, 8); times > 0; times--)
            {
                var at = random.Next(text.Length);
                _ = random.Next(2) == 0
                    ? text.Insert(at, tokens[random.Next(tokens.Length)])
                    : text.Remove(at, random.Next(Math.Min(60, text.Length - at)));
            }

            Everything.Of(Encoding.Latin1.GetBytes($"{text}"));
        }
    }

    private static DeliveryReport? Read(string message) => DeliveryReport.Read(Sample.Read(message));

    private static string Message(string status, string type = "message/delivery-status", string returned = "message/rfc822") =>
        $"""
        From: Mail Delivery System <MAILER-DAEMON@mx.test.example>
        To: anna@test.example
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <report@mx.test.example>
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        I am sorry.
        --b
        Content-Type: {type}

        {status}
        --b
        Content-Type: {returned}

        From: anna@test.example
        Message-ID: <offer@test.example>

        Text
        --b--

        """.ReplaceLineEndings("\n");
}
