using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Drafts;

/// <summary>A carrier with an id and only some members: the others keep their stored values, and received mail stays.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class PartialEntityTests : AgentFixture
{
    [Test]
    public async Task Flags_alone_change_nothing_else_of_a_received_message_whatever_its_header_says()
    {
        var octets = Letter("urgent", "Importance: high", "X-Priority: 1", "In-Reply-To: <gone@test.example>");
        var item = await ReceiveAsync(octets, "urgent");

        await AskAsync(agent => agent.SaveToMailServerAsync(new() { EmailItemId = item, Flags = EMailFlags.Seen | EMailFlags.Flagged }));
        await SettleAsync();

        var there = Anna.Inbox.Messages.Single(message => Subject(message) == "urgent");
        Assert.That(there.Raw.ToArray(), Is.EqualTo(octets));
        Assert.That(there.Flags, Is.EquivalentTo(new[] { @"\Seen", @"\Flagged" }));
        Assert.That(Server.Log.Count("APPEND"), Is.Zero);
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_folder_alone_moves_a_message_with_its_flags_and_octets()
    {
        var octets = Letter("urgent", "X-Priority: 2");
        var item = await ReceiveAsync(octets, "urgent", @"\Seen", @"\Flagged");

        var saved = await AskAsync(agent => agent.SaveToMailServerAsync(new() { EmailItemId = item, FolderName = "Archive/2025" }));
        await SettleAsync();

        Assert.That(saved.Flags, Is.EqualTo(EMailFlags.Seen | EMailFlags.Flagged));
        Assert.That(Anna["Archive/2025"].Messages.Single().Raw.ToArray(), Is.EqualTo(octets));
        Assert.That(Anna["Archive/2025"].Messages.Single().Flags, Is.EquivalentTo(new[] { @"\Seen", @"\Flagged" }));
    }

    [Test]
    public async Task A_received_message_is_not_replaced_without_a_text_and_the_answer_says_so()
    {
        var octets = Letter("offer");
        var item = await ReceiveAsync(octets, "offer");
        var empty = new EMailEntity
        {
            EmailItemId = item, To = [], Cc = [], Bcc = [], Subject = "", PlainBody = "", HTMLBody = "", From = new(), MessageID = "", Attachments = [],
            CustomHeaderList = [], Priority = EMailPriority.Normal, Flags = EMailFlags.Seen,
        };

        var error = await RefusedAsync<InvalidArgumentException>(agent => agent.SaveToMailServerAsync(new() { EmailItemId = item, Subject = "[1] offer" }));
        await RefusedAsync<InvalidArgumentException>(agent => agent.SaveToMailServerAsync(empty));
        await SettleAsync();

        Assert.That(error.Message, Does.Contain("only if its text"));
        Assert.That(Anna.Inbox.Messages.Single(message => Subject(message) == "offer").Raw.ToArray(), Is.EqualTo(octets));
        await AssertSettledAsync();
    }

    [Test]
    public async Task With_its_text_it_is_replaced_and_keeps_what_was_not_named()
    {
        var item = await ReceiveAsync(
            Letter("offer", "Received: from a.example\r\n\tby b.example; Fri, 20 Nov 2026 10:00:00 +0000", "List-Id: Offers <offers.test.example>", "X-Priority: 5"), "offer");

        var saved = await AskAsync(agent => agent.SaveToMailServerAsync(new() { EmailItemId = item, Subject = "[1] offer", PlainBody = "Checked." }));
        await SettleAsync();

        var there = MimeReader.Read(Anna.Inbox.Messages.Single(message => Subject(message) == "[1] offer").Raw);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((there.TextBody!.TrimEnd(), there.MessageId, there.Priority), Is.EqualTo(("Checked.", "offer@test.example", MimePriority.Lowest)));
            Assert.That(there.Header("Received")!.Value, Does.StartWith("from a.example by b.example;"));
            Assert.That(there.Header("List-Id")!.Value, Is.EqualTo("Offers <offers.test.example>"));
            Assert.That(saved.Flags, Is.EqualTo(EMailFlags.Seen));
        }

        await AssertSettledAsync();
    }

    [Test]
    public async Task A_partial_message_is_archived_as_it_was_received()
    {
        var octets = Letter("urgent", "Importance: high");
        var item = await ReceiveAsync(octets, "urgent");
        var folder = (await FolderAsync("INBOX")).FolderId;
        var uid = (int)Anna.Inbox.Messages.Single(message => Subject(message) == "urgent").Uid;

        foreach (var email in (EMailEntity[])[new() { EmailItemId = item }, new() { ServerId = uid }])
        {
            var name = await AskAsync(agent => agent.SaveEmailToTmpDocumentAsync(email, folder, stripAttachments: false));
            var read = await AskAsync(agent => agent.GetEMailFromTempAsync(name));
            Assert.That((read.Subject, read.Size, read.Priority), Is.EqualTo(("urgent", octets.Length, EMailPriority.High)));
        }
    }

    [Test]
    public async Task Another_version_of_a_draft_keeps_every_field_that_was_not_changed()
    {
        Anna["Drafts"].Append(
            Letter("first", "In-Reply-To: <question@test.example>", "References: <root@test.example> <question@test.example>",
                "Reply-To: \"Doe, John\" <john@test.example>", "Sender: office@test.example", "X-Mozilla-Draft-Info: internal/draft; vcard=0", "Comments: =?utf-8?Q?Bl=C3=A5?="),
            [@"\Draft", @"\Seen"]);
        await SyncAsync();
        var draft = await ReadAsync(await ItemAsync("first"));
        Assert.That((draft.IsSent, draft.InReplyTo?.MessageId), Is.EqualTo((false, "question@test.example")));
        draft.Subject = "second";

        await AskAsync(agent => agent.SaveDraftAsync(draft));
        await AskAsync(agent => agent.SaveDraftAsync(new() { EmailItemId = draft.EmailItemId, PlainBody = "third text" }));
        await SettleAsync();

        var there = MimeReader.Read(Anna["Drafts"].Messages.Single().Raw);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((there.Subject, there.TextBody!.TrimEnd(), there.MessageId), Is.EqualTo(("second", "third text", "first@test.example")));
            Assert.That(there.InReplyTo, Is.EqualTo("question@test.example"));
            Assert.That(there.References, Is.EqualTo(new[] { "root@test.example", "question@test.example" }));
            Assert.That(there.ReplyTo(), Is.EqualTo(new[] { new MailboxAddress("Doe, John", "john@test.example") }));
            Assert.That(there.Sender, Is.EqualTo(new[] { new MailboxAddress("", "office@test.example") }));
            Assert.That(there.Header("X-Mozilla-Draft-Info")!.Value, Is.EqualTo("internal/draft; vcard=0"));
            Assert.That(there.Header("Comments")!.Value, Is.EqualTo("Blå"));
        }

        await AssertSettledAsync();
    }

    [Test]
    public async Task A_new_draft_of_a_received_message_is_another_message()
    {
        var item = await ReceiveAsync(Letter("template"), "template");

        var saved = await AskAsync(agent => agent.SaveDraftAsync(new() { EmailItemId = item, PlainBody = "Mine" }));

        Assert.That((saved.Subject, saved.PlainBody?.TrimEnd(), saved.To!.Single().Address), Is.EqualTo(("template", "Mine", "bob@test.example")));
        Assert.That(saved.MessageID, Is.Not.Empty.And.Not.EqualTo("template@test.example"));
    }

    [Test]
    public async Task A_draft_that_comes_back_without_ids_is_a_draft_again()
    {
        var saved = await AskAsync(agent => agent.SaveDraftAsync(new() { Subject = "mine", PlainBody = "text" }));
        var read = await ReadAsync(saved.EmailItemId);
        (read.EmailItemId, read.ServerId, read.MessageID, read.FolderName, read.Flags) = (0, 0, "", "", default);

        var again = await AskAsync(agent => agent.SaveToMailServerAsync(read));

        Assert.That((again.FolderName, again.Flags, again.IsSent), Is.EqualTo(("Drafts", EMailFlags.Draft, false)));
    }

    [Test]
    public async Task A_message_within_the_message_and_an_invitation_have_names_and_are_found_by_bracketed_ids()
    {
        var octets = Encoding.UTF8.GetBytes(
            "Subject: parts\r\nMessage-ID: <parts@test.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nText\r\n"
            + "--b\r\nContent-Type: message/rfc822\r\nContent-ID: <inner@x>\r\n\r\nSubject: Inner one\r\n\r\nText\r\n"
            + "--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n");
        var item = await ReceiveAsync(octets, "parts");

        Assert.That((await ReadAsync(item)).Attachments!.Select(part => part.Filename), Is.EqualTo(new[] { "Inner one.eml", "invite.ics" }));
        Assert.That((await AskAsync(agent => agent.GetAttachmentFromIdAsync(item, "<inner@x>"))).Id, Is.EqualTo("inner@x"));
    }

    [Test]
    public async Task The_inbox_is_found_in_any_letter_case_and_described_once() =>
        Assert.That(await AskAsync(agent => agent.RefreshFolderForAssociateAsync(["inbox", "INBOX"])), Does.Match("^[^}]*\"Name\":\"INBOX\"").And.Not.Match("\"Name\":\"INBOX\".*\"Name\":\"INBOX\""));

    private async Task<int> ReceiveAsync(byte[] octets, string subject, params string[] flags)
    {
        Anna.Inbox.Append(octets, flags is [] ? [@"\Seen"] : flags);
        await SyncAsync();
        Server.Log.Clear();
        return await ItemAsync(subject);
    }

    private static byte[] Letter(string subject, params string[] fields) => Encoding.UTF8.GetBytes(
        string.Concat(fields.Select(field => $"{field}\r\n"))
        + $"From: Carl <carl@test.example>\r\nTo: Bob <bob@test.example>\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n"
        + $"Message-ID: <{subject}@test.example>\r\n\r\nText of {subject}.\r\n");
}
