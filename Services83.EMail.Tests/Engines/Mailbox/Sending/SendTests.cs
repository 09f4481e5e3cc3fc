using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sending;

/// <summary>Send: what arrives, what is kept, and what the reply says.</summary>
[Category(Tier.Servers)]
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
            Assert.That(MimeReader.Read(received.Attachments[2].Decode()).Subject, Is.EqualTo("inner"));
        });
    }
}
