using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>SaveEMail.</summary>
[Category(Tier.Servers)]
[TestFixture(RealServer.Dovecot)]
[TestFixture(RealServer.Mailutils)]
[CancelAfter(120_000)]
public sealed class SaveEMailTests(RealServer kind) : NamedServerFixture(kind)
{
    [Test]
    public async Task A_message_is_saved_and_found_where_the_reply_says()
    {
        var user = TakeUser();
        await CreateAsync(user, "Drafts2");
        await FillAsync(user, "Drafts2", Letter("before"));
        var email = new EMailEntity
        {
            From = new EMailAddress { Name = "Anna Blåbær", Address = "anna@test.example" },
            To = [new EMailAddress { Address = "carl@test.example" }],
            Bcc = [new EMailAddress { Address = "secret@test.example" }],
            Subject = "Utkast «én»",
            PlainBody = "Hei på deg",
            Flags = EMailFlags.Seen,
            Attachments = [new EMailAttachment { Filename = "tall.csv", Stream = "1;2"u8.ToArray() }],
        };

        var saved = (await ReadAsync<EMailEntity>("SaveEMail", Named(user, "Drafts2"), ("Email", email)))!;
        var read = (await ReadAsync<EMailEntity>(
            "GetEMailFromId", Named(user, "Drafts2"), ("MessageServerId", saved.ServerId), ("IncludeAttachments", true)))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(saved.ServerId, Is.GreaterThan(0));
            Assert.That((saved.MessageID, saved.Subject, saved.FolderName), Is.EqualTo((read.MessageID, "Utkast «én»", "Drafts2")));
            Assert.That((read.Subject, read.PlainBody!.TrimEnd(), read.From!.Name), Is.EqualTo(("Utkast «én»", "Hei på deg", "Anna Blåbær")));
            Assert.That(read.Bcc!.Single().Address, Is.EqualTo("secret@test.example"));
            Assert.That(read.Attachments!.Single().Stream, Is.EqualTo("1;2"u8.ToArray()));
            // GNU imap4d accepts flags with a message but does not store them.
            Assert.That(read.Flags, Is.EqualTo(Kind == RealServer.Dovecot ? EMailFlags.Seen | EMailFlags.Draft : default));
        }
    }

    [Test]
    public async Task Saved_again_it_takes_the_place_of_the_version_that_it_came_from()
    {
        var user = TakeUser();
        await CreateAsync(user, "Drafts2");
        await FillAsync(user, "Drafts2", Letter("before"));
        var first = (await ReadAsync<EMailEntity>("SaveEMail", Named(user, "Drafts2"), ("Email", new EMailEntity { Subject = "one", PlainBody = "Text" })))!;
        first.Subject = "two";

        var second = (await ReadAsync<EMailEntity>("SaveEMail", Named(user, "Drafts2"), ("Email", first)))!;
        var read = (await ReadAsync<EMailEntity>("GetEMailFromId", Named(user, "Drafts2"), ("MessageServerId", second.ServerId)))!;

        Assert.That(await ListAsync(user, "Drafts2"), Has.Count.EqualTo(2));
        Assert.That(second.ServerId, Is.Not.EqualTo(first.ServerId));
        Assert.That((read.Subject, read.PlainBody!.TrimEnd(), read.MessageID), Is.EqualTo(("two", "Text", first.MessageID)));
    }

    [Test]
    public async Task The_id_of_another_message_replaces_nothing()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"));
        var stale = new EMailEntity { ServerId = ids[0], MessageID = "somebody-elses@test.example", Subject = "two", PlainBody = "Text" };

        await ReadAsync<EMailEntity>("SaveEMail", Named(user), ("Email", stale));

        Assert.That(await ListAsync(user, "INBOX"), Has.Count.EqualTo(2).And.ContainKey(ids[0]));
    }

    [Test]
    public async Task Flags_alone_are_set_without_writing_the_message_anew()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"));

        await ReadAsync<EMailEntity>("SaveEMail", Named(user), ("Email", new EMailEntity { ServerId = ids[0], Flags = EMailFlags.Seen | EMailFlags.Flagged }));

        var there = await ListAsync(user, "INBOX");
        Assert.That(there.Keys, Is.EqualTo(ids));
        Assert.That(there[ids[0]], Is.EquivalentTo(new[] { ImapFlags.Seen, ImapFlags.Flagged }));
    }
}
