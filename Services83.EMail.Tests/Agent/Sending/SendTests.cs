using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Agent.Sending;

/// <summary>Send: what arrives, what stays, and what is told.</summary>
public sealed class SendTests : SendingFixture
{
    private const string Html = "<html><body><p>Blåbær, 日本語, Здравствуйте</p><img src=\"cid:logo@test\"></body></html>";

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_is_sent_is_received_part_by_part(bool startTls)
    {
        var (id, sender) = await AddAccountAsync(Anna, startTls);
        var (to, cc, bcc) = (NextUser(), NextUser(), NextUser());
        var email = Everything(id, to, cc, bcc);

        var reply = (await GetAsync<EMailEntity[]>(Anna, "Send", ("Emails", new[] { email })))!.Single();

        foreach (var receiver in (string[])[to, cc, bcc])
        {
            var received = (await ReadAsync(receiver)).Single();
            AssertSame(received, reply, sender, to, cc);
            Assert.That(received.Header("Bcc"), Is.Null, receiver);
        }

        var copy = (await ReadPushedAsync(sender)).Single();
        AssertSame(copy, reply, sender, to, cc);
        Assert.That(copy.Bcc.Select(address => address.Address), Is.EqualTo([AddressOf(bcc)]));
        Assert.Multiple(() =>
        {
            Assert.That((reply.IsSent, reply.AccountId, reply.FolderName, reply.Flags), Is.EqualTo((true, id, "Sent", EMailFlags.Seen)));
            Assert.That(reply.EmailItemId, Is.Positive);
            Assert.That(reply.Attachments!.Select(attachment => attachment.Stream), Is.All.Null);
        });
        await SyncAsync(Anna, id);
        var cached = await FindAsync(Anna, reply.MessageID!);
        Assert.That((cached!.EmailItemId, cached.FolderName), Is.EqualTo((reply.EmailItemId, "Sent")));
        Assert.That(Smtp.Deliveries.Last(delivery => delivery.User == sender).From, Is.EqualTo(AddressOf(sender)));
    }

    [Test]
    public async Task A_large_attachment_arrives_and_memory_stays_bounded()
    {
        var (id, sender) = await AddAccountAsync(Anna);
        var to = NextUser();
        var content = new byte[20 << 20];
        new Random(20).NextBytes(content);
        var email = Letter("large", AddressOf(to));
        email.AccountId = id;
        email.Attachments = [new EMailAttachment { Filename = "large.zip", Type = "application/zip", Stream = content }];

        Succeeded(await SendAsync(email));

        Assert.That((await ReadAsync(to)).Single().Attachments.Single().Decode().Span.SequenceEqual(content), Is.True);
        Assert.That((await ReadPushedAsync(sender)).Single().Attachments.Single().Decode().Span.SequenceEqual(content), Is.True);
    }

    [Test]
    public async Task Nobody_gets_a_message_that_one_recipient_is_refused_for()
    {
        var (id, sender) = await AddAccountAsync(Anna);
        var to = NextUser();
        var email = Letter("refused", AddressOf(to), "reject550@test.example", "temp451@test.example");
        email.AccountId = id;

        var error = Refused(await SendAsync(email), "MailServer");

        Assert.That(error.Message, Does.Contain("Emails[0] was not sent").And.Contain("reject550@test.example: 550 5.1.1 No such user here")
            .And.Contain("temp451@test.example: 451 4.2.1").And.Contain("Nobody has received it"));
        Assert.That(error.Parameters!["refused"], Is.EqualTo("reject550@test.example; temp451@test.example"));
        Assert.That(await ReadAsync(to), Is.Empty);
        Assert.That(await ReadAsync(sender, "Sent"), Is.Empty);

        email.To = [Address(AddressOf(to))];
        Succeeded(await SendAsync(email));
        Assert.That(await ReadAsync(to), Has.Count.EqualTo(1));
    }

    [TestCase("data554", "554 5.6.0 Message refused")]
    [TestCase("data452", "452 4.3.1")]
    public async Task A_refusal_of_the_message_is_told_in_the_servers_words(string recipient, string words)
    {
        var (id, sender) = await AddAccountAsync(Anna);
        var email = Letter("refused", $"{recipient}@test.example");
        email.AccountId = id;

        Assert.That(Refused(await SendAsync(email), "MailServer").Message, Does.Contain(words));

        Assert.That(await ReadAsync(sender, "Sent"), Is.Empty);
        Assert.That((await Outbox.ListOpenAsync(Deadline)).Where(message => message.AccountId == id), Is.Empty);
    }

    [TestCase("dropafter", true)]
    [TestCase("dropdata", false)]
    public async Task An_answer_that_is_lost_is_told_and_the_message_is_never_sent_again(string how, bool isDelivered)
    {
        var (id, sender) = await AddAccountAsync(Anna);
        var to = NextUser();
        var email = Letter("lost", AddressOf(to), $"{how}@test.example");
        email.AccountId = id;
        email.MessageID = $"{Guid.NewGuid():N}@test.example";

        var error = Refused(await SendAsync(email), "DeliveryUncertain");
        var again = Refused(await SendAsync(email), "InvalidArgument");

        Assert.That(error.Message, Does.StartWith("It is not known whether Emails[0] was sent."));
        Assert.That(error.Parameters!["messageId"], Is.EqualTo(email.MessageID));
        Assert.That(again.Message, Does.Contain("not known whether it was delivered"));
        Assert.That(await ReadAsync(to), Has.Count.EqualTo(isDelivered ? 1 : 0));
        Assert.That(await ReadAsync(sender, "Sent"), Is.Empty);
        var kept = (await Outbox.ListOpenAsync(Deadline)).Single(message => message.AccountId == id);
        Assert.That((kept.State, kept.MessageId, kept.Subject), Is.EqualTo((OutgoingState.Uncertain, email.MessageID, "lost")));
    }

    [Test]
    public async Task A_message_that_was_sent_is_not_sent_again_by_mistake()
    {
        var (id, _) = await AddAccountAsync(Anna);
        var to = NextUser();
        var email = Letter("once", AddressOf(to));
        email.AccountId = id;
        var sent = (await GetAsync<EMailEntity[]>(Anna, "Send", ("Emails", new[] { email })))!.Single();

        Assert.That(Refused(await SendAsync(sent), "InvalidArgument").Message, Does.Contain("was sent at"));
        sent.MessageID = "";
        Succeeded(await SendAsync(sent));

        Assert.That(await ReadAsync(to), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_first_failure_ends_the_call_and_tells_what_was_sent_before()
    {
        var (id, sender) = await AddAccountAsync(Anna);
        var to = NextUser();
        var emails = ((string[])[AddressOf(to), "reject550@test.example", AddressOf(to)]).Select((address, i) => Letter($"number {i}", address)).ToArray();
        Array.ForEach(emails, email => email.AccountId = id);

        var error = Refused(await SendAsync(emails), "MailServer");

        var received = (await ReadAsync(to)).Single();
        Assert.That(received.Subject, Is.EqualTo("number 0"));
        Assert.That(error.Message, Does.StartWith("Emails[1] was not sent."));
        Assert.That(error.Parameters!["sent"], Is.EqualTo(received.MessageId));
        Assert.That(await ReadPushedAsync(sender), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_mistake_in_one_message_sends_none()
    {
        var (id, _) = await AddAccountAsync(Anna);
        var to = NextUser();
        var (good, bad, lonely) = (Letter("good", AddressOf(to)), Letter("bad", "no address"), Letter("lonely"));
        good.AccountId = bad.AccountId = lonely.AccountId = id;

        Assert.Multiple(async () =>
        {
            Assert.That(Refused(await SendAsync(good, bad), "InvalidArgument").Message, Does.Contain("Emails[1]: To: 'no address'"));
            Assert.That(Refused(await SendAsync(good, lonely), "InvalidArgument").Message, Does.Contain("Emails[1]: it has no recipients"));
            Refused(await SendAsync(good, null!), "InvalidArgument");
            Assert.That(await ReadAsync(to), Is.Empty);
        });
    }

    [Test]
    public async Task Nothing_is_sent_for_no_messages_and_through_no_account_of_somebody_else()
    {
        var (id, _) = await AddAccountAsync(Bob);
        var email = Letter("foreign", "x@test.example");
        email.AccountId = id;

        Assert.That(await GetAsync<EMailEntity[]>(Anna, "Send", ("Emails", null)), Is.Empty);
        Assert.That(await GetAsync<EMailEntity[]>(Anna, "Send", ("Emails", Array.Empty<EMailEntity>())), Is.Empty);
        Refused(await SendAsync(email), "NotFound");
    }

    [Test]
    public async Task An_answer_joins_its_thread_and_marks_what_it_answers()
    {
        var (id, user) = await AddAccountAsync(Anna);
        await using (var session = await Mailboxes.LogInAsync(user, Deadline))
        {
            var original = Encoding.ASCII.GetBytes(
                "From: x@test.example\r\nTo: y@test.example\r\nSubject: question\r\nMessage-ID: <question@test>\r\nReferences: <root@test> <middle@test>\r\n\r\n?\r\n");
            await session.AppendMessageAsync("INBOX", original, Deadline);
        }

        await SyncAsync(Anna, id);
        var email = Letter("answer", AddressOf(NextUser()));
        email.AccountId = id;
        email.InReplyTo = new EMailEnvelope { MessageId = "question@test" };

        Succeeded(await SendAsync(email));

        var copy = (await ReadPushedAsync(user)).Single();
        Assert.That(copy.InReplyTo, Is.EqualTo("question@test"));
        Assert.That(copy.References, Is.EqualTo(["root@test", "middle@test", "question@test"]));
        await SyncAsync(Anna, id);
        await using var check = await Mailboxes.LogInAsync(user, Deadline);
        await check.ExamineAsync("INBOX", null, Deadline);
        using var flags = await check.SingleAsync(UidSet.All, FetchItems.Flags, Deadline);
        Assert.That(flags.Flags, Does.Contain(ImapFlags.Answered));
    }

    [Test]
    public async Task A_draft_that_is_sent_becomes_the_copy()
    {
        var (id, user) = await AddAccountAsync(Anna);
        var email = Letter("draft", AddressOf(NextUser()));
        email.AccountId = id;
        email.Attachments = [new EMailAttachment { Filename = "a.txt", Stream = [65] }];
        var draft = (await GetAsync<EMailEntity>(Anna, "SaveDraft", ("Entity", email)))!;
        Assert.That(await ReadPushedAsync(user, "Drafts"), Has.Count.EqualTo(1));
        Array.ForEach(draft.Attachments!, attachment => attachment.Stream = null);

        var sent = (await GetAsync<EMailEntity[]>(Anna, "Send", ("Emails", new[] { draft })))!.Single();

        Assert.That(sent.EmailItemId, Is.EqualTo(draft.EmailItemId));
        Assert.That((await ReadPushedAsync(user)).Single().Attachments.Single().Decode().ToArray(), Is.EqualTo(new byte[] { 65 }));
        await SyncAsync(Anna, id);
        Assert.That(await ReadAsync(user, "Drafts"), Is.Empty);
    }

    [Test]
    public async Task A_copy_that_the_server_files_by_itself_is_the_only_one()
    {
        var (id, user) = await AddAccountAsync(Anna);
        var email = Letter("filed", AddressOf(NextUser()));
        email.AccountId = id;
        email.MessageID = $"{Guid.NewGuid():N}@test.example";
        await using (var session = await Mailboxes.LogInAsync(user, Deadline))
        {
            await session.AppendMessageAsync("Sent", Encoding.ASCII.GetBytes($"Subject: filed\r\nMessage-ID: <{email.MessageID}>\r\n\r\nx\r\n"), Deadline);
        }

        Succeeded(await SendAsync(email));
        await SyncAsync(Anna, id);

        Assert.That(await ReadAsync(user, "Sent"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_account_that_was_never_synced_gets_its_copy_as_soon_as_its_folders_are_known()
    {
        var (id, user) = await AddAccountAsync(Anna, isSynced: false);
        var email = Letter("early", AddressOf(NextUser()));
        email.AccountId = id;

        var reply = Succeeded(await SendAsync(email));

        Assert.That(reply.ExtraInfo, Does.ContainKey("CopiesWaiting"));
        Assert.That(await ReadPushedAsync(user), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_author_is_allowed_and_the_sender_is_shown()
    {
        var (id, user) = await AddAccountAsync(Anna);
        var to = NextUser();
        var email = Letter("on behalf", AddressOf(to));
        email.AccountId = id;
        email.From = new EMailAddress { Name = "Sales", Address = "sales@test.example" };

        Succeeded(await SendAsync(email));

        var received = (await ReadAsync(to)).Single();
        Assert.That(received.From, Is.EqualTo(new MailboxAddress("Sales", "sales@test.example")));
        Assert.That(received.Sender.Single().Address, Is.EqualTo(AddressOf(user)));
        Assert.That(Smtp.Deliveries.Last(delivery => delivery.User == user).From, Is.EqualTo(AddressOf(user)));
    }

    [Test]
    public async Task An_account_without_a_server_for_outgoing_mail_says_so()
    {
        var id = await Server.AddAccountAsync(AnnasMail, Anna, Deadline);
        var email = Letter("nowhere", "x@test.example");
        email.AccountId = id;

        Assert.That(Refused(await SendAsync(email), "NotFound").Message, Does.Contain("no server for outgoing mail"));
    }

    [Test]
    public async Task What_is_sent_can_be_kept_as_a_temporary_document()
    {
        var (id, user) = await AddAccountAsync(Anna);
        var to = NextUser();
        var email = Letter("kept", AddressOf(to));
        email.AccountId = id;
        email.Attachments = [new EMailAttachment { Filename = "a.txt", Stream = [65] }];

        var name = await GetAsync<string>(Anna, "SendAndSaveEmailToTmpDocument", ("Email", email), ("StripAttachments", true));

        var kept = await GetAsync<EMailEntity>(Anna, "GetEMailFromTemp", ("FileName", name));
        var received = (await ReadAsync(to)).Single();
        Assert.That((kept!.MessageID, kept.Subject), Is.EqualTo((received.MessageId, "kept")));
        Assert.That(kept.Attachments, Is.Empty);
        Assert.That(received.Attachments, Has.Count.EqualTo(1));
        Assert.That(await ReadPushedAsync(user), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task No_password_is_ever_told_or_logged()
    {
        var (id, user) = await AddAccountAsync(Anna);
        var email = Letter("secret", AddressOf(NextUser()));
        email.AccountId = id;
        Succeeded(await SendAsync(email));

        var secret = DovecotServer.Password(user);
        Assert.That(Server.Log.Lines.Where(line => line.Contains(secret, StringComparison.Ordinal)), Is.Empty);
        Assert.That(Server.Replies.Where(reply => reply.Contains(secret, StringComparison.Ordinal)), Is.Empty);
        Assert.That(Server.Log.Lines, Has.Some.Contains("AUTH PLAIN ***"));
    }

    private static EMailEntity Everything(int accountId, string to, string cc, string bcc) => new()
    {
        AccountId = accountId,
        From = new EMailAddress { Name = "Åse Sørli" },
        To = [new EMailAddress { Name = "Бо", Address = AddressOf(to) }],
        Cc = [new EMailAddress { Name = "山田", Address = AddressOf(cc) }],
        Bcc = [Address(AddressOf(bcc))],
        Subject = "Årsrapport 日本語 отчёт",
        HTMLBody = Html,
        PlainBody = "Blåbær\r\n.\r\nFrom here\r\n日本語\r\nЗдравствуйте",
        Priority = EMailPriority.High,
        CustomHeaderList = [new EMailCustomHeader { Name = "X-Case", Values = ["blåbær"] }],
        Attachments =
        [
            new EMailAttachment { Filename = "logo.png", Type = "image/png", Id = "logo@test", Disposition = "inline", Stream = [1, 2, 3, 0, 255] },
            new EMailAttachment { Filename = "Årsrapport 2026.pdf", Type = "application/pdf", Stream = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)] },
            new EMailAttachment { Filename = "nested.eml", Type = "message/rfc822", Stream = Encoding.UTF8.GetBytes("Subject: inner\r\nFrom: a@b.example\r\n\r\nbær\r\n") },
        ],
    };

    private static void AssertSame(MimeMessage received, EMailEntity reply, string sender, string to, string cc)
    {
        var sent = Everything(0, to, cc, "x");
        Assert.Multiple(() =>
        {
            Assert.That(received.MessageId, Is.EqualTo(reply.MessageID));
            Assert.That(received.Date!.Value.UtcDateTime, Is.EqualTo(reply.Sent).Within(TimeSpan.FromSeconds(1)));
            Assert.That(received.Subject, Is.EqualTo(sent.Subject));
            Assert.That(received.From, Is.EqualTo(new MailboxAddress("Åse Sørli", AddressOf(sender))));
            Assert.That(received.To.Single(), Is.EqualTo(new MailboxAddress("Бо", AddressOf(to))));
            Assert.That(received.Cc.Single(), Is.EqualTo(new MailboxAddress("山田", AddressOf(cc))));
            Assert.That(received.TextBody, Is.EqualTo(sent.PlainBody));
            Assert.That(received.HtmlBody, Is.EqualTo(Html));
            Assert.That(received.Priority, Is.EqualTo(MimePriority.High));
            Assert.That(received.Header("X-Case")!.Value, Is.EqualTo("blåbær"));
            Assert.That(received.Attachments.Select(part => (part.FileName, part.ContentType.MediaType)),
                Is.EqualTo(sent.Attachments!.Select(attachment => (attachment.Filename, attachment.Type))));
            Assert.That(received.Attachments.Select(part => part.Decode().ToArray()), Is.EqualTo(sent.Attachments!.Select(attachment => attachment.Stream)));
            Assert.That((received.Attachments[0].ContentId, received.Attachments[0].IsInline), Is.EqualTo(("logo@test", true)));
            Assert.That(received.Attachments[2].ReadMessage()!.Subject, Is.EqualTo("inner"));
        });
    }
}
