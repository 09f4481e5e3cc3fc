using System.Text;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Composing;

public sealed class EMailComposerTests
{
    private readonly EMailComposer _composer = new(
        new ManualTimeProvider(), Options.Create(new SendingOptions { MaxRecipients = 3, MaxMessageBytes = 100_000 }));

    [Test]
    public void What_is_composed_is_what_the_caller_filled_in()
    {
        var email = Filled();

        var read = MimeReader.Read(_composer.ForSending(email, "Email", null).ToArray());

        Assert.Multiple(() =>
        {
            Assert.That(read.From, Is.EqualTo(new MailboxAddress("Åse", "ase@example.com")));
            Assert.That(read.To.Single(), Is.EqualTo(new MailboxAddress("Bo", "bo@example.com")));
            Assert.That(read.Bcc, Is.Empty);
            Assert.That(read.Subject, Is.EqualTo("Blåbær"));
            Assert.That(read.HtmlBody, Is.EqualTo(email.HTMLBody));
            Assert.That(read.TextBody, Is.EqualTo("tekst"));
            Assert.That(read.Priority, Is.EqualTo(MimePriority.High));
            Assert.That(read.InReplyTo, Is.EqualTo("old@example.com"));
            Assert.That(read.References, Is.EqualTo(["old@example.com"]));
            Assert.That(read.ReplyTo().Single(), Is.EqualTo(new MailboxAddress("Søk", "reply@example.com")));
            Assert.That(read.Attachments.Select(a => (a.FileName, a.ContentType.MediaType, a.ContentId, a.IsInline)), Is.EqualTo([
                ("logo.png", "image/png", "logo@1", true), ((string?)"a.pdf", "application/pdf", (string?)null, false)]));
            Assert.That(read.MessageId, Does.EndWith("@example.com"));
        });
    }

    [Test]
    public void A_draft_keeps_Bcc_and_its_moment_and_takes_the_accounts_address()
    {
        var email = Filled();
        email.From = null;
        email.Sent = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);

        var read = MimeReader.Read(_composer.ForStoring(email, "Entity", "own@example.com").ToArray());

        Assert.That(read.Bcc.Single().Address, Is.EqualTo("hidden@example.com"));
        Assert.That(read.Date, Is.EqualTo(new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        Assert.That(read.From!.Address, Is.EqualTo("own@example.com"));
    }

    [Test]
    public void Attachments_are_limited()
    {
        var email = Filled();
        email.Attachments = [.. Enumerable.Repeat(new EMailAttachment { Id = "x", Stream = [] }, 1001)];

        Assert.That(
            () => _composer.ForSending(email, "Email", null), Throws.TypeOf<InvalidArgumentException>().With.Message.Contains("at most 1000"));
    }

    [Test]
    public void An_empty_entity_makes_an_empty_draft() =>
        Assert.That(MimeReader.Read(_composer.ForStoring(new EMailEntity(), "Entity", "own@example.com").ToArray()).TextBody, Is.EqualTo("\r\n").Or.Empty);

    [Test]
    public void A_Message_ID_that_is_given_is_kept() =>
        Assert.That(_composer.ForSending(With(e => e.MessageID = "<mine@example.com>"), "Email", null).MessageId, Is.EqualTo("mine@example.com"));

    [Test]
    public void What_cannot_be_used_is_named()
    {
        Assert.Multiple(() =>
        {
            Refuses(null, "Emails[2]: a message is needed.");
            Refuses(With(e => e.To![0].Address = "no address"), "Emails[2]: To: 'no address' is not an e-mail address.");
            Refuses(With(e => e.Cc = [null!]), "Emails[2]: Cc[0] has no address.");
            Refuses(With(e => e.Bcc![0].Address = "x"), "Emails[2]: Bcc: 'x' is not an e-mail address.");
            Refuses(With(e => e.From = null), "Emails[2]: From: '' is not an e-mail address.");
            Refuses(With(e => e.Attachments![1].Stream = null), "Emails[2]: Attachments[1] ('a.pdf') has no Stream.");
            Refuses(With(e => e.Attachments![1].Stream = new byte[200_000]), "at most 100000 are allowed");
            Refuses(With(e => e.MessageID = "a b"), "Emails[2]: 'a b' cannot be a Message-ID.");
            Refuses(With(e => e.CustomHeaderList = [new EMailCustomHeader { Name = "Bcc", Values = ["x"] }]), "Emails[2]: The header field Bcc");
            Refuses(With(e => e.Cc = [.. Enumerable.Repeat(e.To![0], 3)]), "Emails[2]: it has 5 recipients; at most 3 are allowed.");
        });
    }

    [Test]
    public void The_type_of_a_file_without_one_follows_its_name()
    {
        var email = With(e => e.Attachments = [new EMailAttachment { Filename = "x.docx", Stream = [1] }, new EMailAttachment { Stream = Encoding.ASCII.GetBytes("x") }]);

        Assert.That(MimeReader.Read(_composer.ForSending(email, "Email", null).ToArray()).Attachments.Select(a => a.ContentType.Subtype),
            Is.EqualTo(["vnd.openxmlformats-officedocument.wordprocessingml.document", "octet-stream"]));
    }

    private void Refuses(EMailEntity? email, string message)
    {
        var exception = Assert.Throws<InvalidArgumentException>(() => _composer.ForSending(email, "Emails[2]", null));
        Assert.That(exception!.Message, Does.Contain(message));
        Assert.That(exception.Parameters["argument"], Is.EqualTo("Emails"));
    }

    private static EMailEntity With(Action<EMailEntity> change)
    {
        var email = Filled();
        change(email);
        return email;
    }

    private static EMailEntity Filled() => new()
    {
        From = new EMailAddress { Name = "Åse", Address = "ase@example.com" },
        To = [new EMailAddress { Name = "Bo", Address = "bo@example.com" }],
        Bcc = [new EMailAddress { Address = "hidden@example.com" }],
        Subject = "Blåbær",
        HTMLBody = "<p>tekst<img src='cid:logo@1'></p>",
        PlainBody = "tekst",
        Priority = EMailPriority.High,
        InReplyTo = new EMailEnvelope { MessageId = "<old@example.com>" },
        CustomHeaderList = [new EMailCustomHeader { Name = "Reply-To", Values = ["Søk <reply@example.com>"] }],
        Attachments =
        [
            new EMailAttachment { Filename = "logo.png", Type = "image/png", Id = "logo@1", Stream = [1, 2, 3] },
            new EMailAttachment { Filename = "a.pdf", Type = "application/pdf", Id = "2", Disposition = "attachment", Stream = [4, 5] },
        ],
    };
}
