using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Drafts;

/// <summary>One message, one operation, and the members that the carrier has: with the stored value or a new one.</summary>
/// <param name="Same">Members with their stored value.</param>
/// <param name="Fresh">Members with a new value.</param>
public sealed record EntityCase(string Operation, bool IsDraft, bool HasParts, string[] Fields, string[] Same, string[] Fresh)
{
    private static readonly string[] Operations = ["Save", "SaveToMailServer", "SaveDraft", "SaveEMail", "SaveEmailToTmpDocument", "Send"];

    private static readonly string[] Members =
        ["To", "Cc", "Bcc", "Subject", "PlainBody", "HTMLBody", "From", "Priority", "Flags", "Attachments", "CustomHeaderList"];

    private static readonly string[] AllFields =
    [
        "In-Reply-To: <first@x.example>", "References: <root@x.example> <first@x.example>", "Importance: high", "X-Priority: 4",
        "Priority: non-urgent", "X-MSMail-Priority: High", "Reply-To: =?utf-8?Q?Doe=2C_John?= <john@x.example>, other@x.example",
        "Sender: office@x.example", "Received: from a.example\r\n\tby b.example; Fri, 20 Nov 2026 10:00:00 +0000", "Return-Path: <back@x.example>",
        "Delivered-To: bob@test.example", "List-Unsubscribe: <mailto:leave@x.example>, <https://x.example/leave?a=1>",
        "List-Id: =?utf-8?B?QmzDpWLDpnI=?= <blue.x.example>", "Auto-Submitted: auto-generated", "X-Case: 4711", "X-Case: 4712",
        "Disposition-Notification-To: Carl <carl@x.example>", "Comments: =?iso-8859-1?Q?Gr=FC=DFe?=  twice", "Unknown-Field: a\r\n b\r\n\tc",
        "Cc: Dora <dora@x.example>", "Bcc: secret@x.example", "Thread-Index: AdQ=",
    ];

    /// <summary>Only programs and servers write these, and a message that is sent again does not have them.</summary>
    private static readonly string[] NotSent = ["Sender", "Received", "Return-Path", "Delivered-To"];

    private static readonly string[] Priorities = ["Importance", "X-Priority", "Priority", "X-MSMail-Priority"];

    public static Gen<EntityCase> Generator { get; } =
        from operation in Gen.Elements(Operations)
        from isDraft in Gen.Elements(true, false)
        from hasParts in Gen.Elements(true, false)
        from fields in Gen.SubListOf(AllFields)
        from said in Gen.SubListOf(Members)
        from fresh in Gen.SubListOf<string>(said.ToArray())
        select new EntityCase(operation, isDraft, hasParts, [.. fields], [.. said.Except(fresh)], [.. fresh]);

    /// <summary>Whether the operation may change the message itself.</summary>
    public bool Writes => Operation is "Save" or "SaveToMailServer" or "SaveEMail" || (Operation == "SaveDraft" && IsDraft);

    public bool ChangesContent => Fresh.Any(member => member != "Flags" && (member != "Priority" || !IsLow)) || Operation == "SaveDraft";

    public bool IsRefused => Writes && !IsDraft && ChangesContent && (Operation == "Save" || !SaysText);

    private bool SaysText =>
        Fresh.Contains("PlainBody") || Fresh.Contains("HTMLBody") || Same.Contains("PlainBody") || (HasParts && Same.Contains("HTMLBody"));

    /// <summary>Whether the message has the new priority already, by one of its fields.</summary>
    private bool IsLow => MimeReader.Read(Octets("")).Priority == MimePriority.Low;

    public byte[] Octets(string subject)
    {
        var id = subject.Replace(' ', '-');
        var header = string.Concat(Fields.Select(field => $"{field}\r\n"))
            + $"From: Carl <carl@x.example>\r\nTo: Bob <bob@test.example>\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n"
            + $"Message-ID: <{id}@x.example>\r\nMIME-Version: 1.0\r\n";
        return Encoding.UTF8.GetBytes(HasParts
            ? header + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\nText.\r\n"
                + "--c\r\nContent-Type: text/html\r\n\r\n<p>Text.</p>\r\n--c--\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\nAAEC/w==\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nInner.\r\n--b--\r\n"
            : header + "\r\nText.\r\n");
    }

    /// <summary>The carrier with exactly these members.</summary>
    public EMailEntity Of(EMailEntity stored)
    {
        var given = new EMailEntity();
        foreach (var member in Same)
        {
            var property = typeof(EMailEntity).GetProperty(member)!;
            property.SetValue(given, property.GetValue(stored));
        }

        foreach (var member in Fresh)
        {
            Renew(given, member);
        }

        return given;
    }

    /// <summary>The result has the original's members and fields, except the new values.</summary>
    public void AssertIs(MimeMessage made, MimeMessage original)
    {
        using (Assert.EnterMultipleScope())
        {
            AssertMember("To", made.To, original.To, Address("new-to@x.example"));
            AssertMember("Cc", made.Cc, original.Cc, Address("new-cc@x.example"));
            AssertMember("Bcc", made.Bcc, original.Bcc, Address("new-bcc@x.example"));
            AssertMember("From", made.FromAll, original.FromAll, Address("new-from@x.example"));
            AssertMember("Subject", made.Subject, original.Subject, "New subject");
            AssertMember("PlainBody", made.TextBody?.TrimEnd(), original.TextBody?.TrimEnd(), "New text");
            AssertMember("HTMLBody", made.HtmlBody?.TrimEnd(), original.HtmlBody?.TrimEnd(), "<p>New</p>");
            AssertMember("Priority", made.Priority, original.Priority, MimePriority.Low);
            AssertMember("Attachments", Files(made), Files(original), new[] { ("application/octet-stream", "07") });
            Assert.That(made.InReplyTo, Is.EqualTo(original.InReplyTo), $"{this}: In-Reply-To");
            Assert.That(made.References, Is.EqualTo(original.References), $"{this}: References");
            AssertFields(made, original);
        }
    }

    public override string ToString() =>
        $"{Operation} of a {(IsDraft ? "draft" : "received message")}{(HasParts ? " with parts" : "")}: says {string.Join(", ", Same)}; "
        + $"anew {string.Join(", ", Fresh)}; fields {string.Join(" | ", Fields)}";

    private void AssertFields(MimeMessage made, MimeMessage original)
    {
        foreach (var name in Fields.Select(field => field[..field.IndexOf(':')]).Distinct().Except(["Cc", "Bcc", "In-Reply-To", "References", .. Priorities]))
        {
            if ((Operation == "Send" && NotSent.Contains(name)) || (Fresh.Contains("CustomHeaderList") && !NotSent.Contains(name)))
            {
                continue;
            }

            var expected = original.Headers.Where(header => header.Name == name).ToList();
            var found = made.Headers.Where(header => header.Name == name).ToList();
            if (name == "Reply-To")
            {
                Assert.That(made.ReplyTo(), Is.EqualTo(original.ReplyTo()), $"{this}: {name}");
            }
            else if (name == "Sender" && Operation == "Send")
            {
                Assert.That(found, Has.Count.LessThan(2));
            }
            else
            {
                Assert.That(found.Select(header => header.Value), Is.EqualTo(expected.Select(header => header.Value)), $"{this}: {name}");
            }
        }
    }

    private void AssertMember<T>(string member, T made, T stored, T renewed) =>
        Assert.That(made, Is.EqualTo(Fresh.Contains(member) ? renewed : stored), $"{this}: {member}");

    private static void Renew(EMailEntity given, string member)
    {
        switch (member)
        {
            case "To": given.To = [new() { Address = "new-to@x.example" }]; break;
            case "Cc": given.Cc = [new() { Address = "new-cc@x.example" }]; break;
            case "Bcc": given.Bcc = [new() { Address = "new-bcc@x.example" }]; break;
            case "From": given.From = new() { Address = "new-from@x.example" }; break;
            case "Subject": given.Subject = "New subject"; break;
            case "PlainBody": given.PlainBody = "New text"; break;
            case "HTMLBody": given.HTMLBody = "<p>New</p>"; break;
            case "Priority": given.Priority = EMailPriority.Low; break;
            case "Flags": given.Flags = EMailFlags.Seen | EMailFlags.Flagged; break;
            case "Attachments": given.Attachments = [new() { Filename = "new.bin", Stream = [7] }]; break;
            default: given.CustomHeaderList = [new() { Name = "X-New", Values = ["1"] }]; break;
        }
    }

    private static IReadOnlyList<MailboxAddress> Address(string address) => [new("", address)];

    private static (string, string)[] Files(MimeMessage message) =>
        [.. message.Attachments.Select(part => (part.ContentType.MediaType, Convert.ToHexString(part.Decode().Span)))];
}
