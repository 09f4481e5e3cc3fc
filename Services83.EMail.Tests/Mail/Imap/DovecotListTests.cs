using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

/// <summary>Listing gives the same whichever extensions the server announces.</summary>
[Category(Tier.Servers)]
[TestFixture(null)]
[TestFixture("IMAP4rev1 LITERAL+ SASL-IR LIST-EXTENDED SPECIAL-USE CONDSTORE")]
[TestFixture("IMAP4rev1")]
[CancelAfter(60_000)]
public sealed class DovecotListTests(string? capabilities)
{
    private DovecotServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await DovecotServer.StartAsync(new DovecotOptions { Capabilities = capabilities });

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Test]
    public async Task A_list_tells_attributes_subscription_and_status(CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync("user001", cancellationToken);
        await client.AppendMessageAsync("Sent", "Subject: x\r\n\r\n"u8.ToArray(), cancellationToken);
        await client.CreateAsync("parent/child", cancellationToken);

        var mailboxes = await client.ListAsync(cancellationToken);

        Assert.That(mailboxes.Select(mailbox => mailbox.Name), Is.EquivalentTo(new[] { "INBOX", "Drafts", "Sent", "Trash", "Junk", "parent", "parent/child" }));
        Assert.That(mailboxes.Where(mailbox => mailbox.IsSubscribed).Select(mailbox => mailbox.Name), Is.EquivalentTo(new[] { "Drafts", "Sent", "Trash", "Junk" }));
        var sent = mailboxes.Single(mailbox => mailbox.Name == "Sent");
        Assert.That(sent.SpecialUse, Is.EqualTo("\\Sent"));
        Assert.That(sent.Delimiter, Is.EqualTo('/'));
        Assert.That(sent.Status, Is.Not.Null);
        Assert.That((sent.Status.Messages, sent.Status.Unseen, sent.Status.UidNext), Is.EqualTo((1u, 1u, 2u)));
        Assert.That(sent.Status.UidValidity, Is.Not.Null);
        Assert.That(sent.Status.HighestModSeq is not null, Is.EqualTo(client.Capabilities.Condstore));
        var parent = mailboxes.Single(mailbox => mailbox.Name == "parent");
        Assert.That(parent.IsSelectable, Is.False);
        Assert.That(parent.Status, Is.Null);
        Assert.That(mailboxes.Single(mailbox => mailbox.Name == "parent/child").DisplayName, Is.EqualTo("child"));
    }

    [Test]
    public async Task Odd_names_go_there_and_back(CancellationToken cancellationToken)
    {
        string[] names = ["Entwürfe & Co", "日本語", "🎉", "a \"quoted\" \\ name", "50% * off", "NIL", "(a) {5}", "home~", "x/y z/ü"];
        await using var client = await _server.LogInAsync("user002", cancellationToken);

        foreach (var name in names)
        {
            await client.CreateAsync(name, cancellationToken);
            await client.SubscribeAsync(name, cancellationToken);
        }
        var listed = await client.ListAsync(cancellationToken);

        foreach (var name in names)
        {
            var mailbox = listed.SingleOrDefault(mailbox => mailbox.Name == name)!;
            Assert.That(mailbox.IsSubscribed, Is.True);
            Assert.That((await client.StatusAsync(name, cancellationToken)).UidValidity, Is.EqualTo(mailbox.Status!.UidValidity));
            Assert.That((await client.SelectAsync(name, null, cancellationToken)).UidValidity, Is.EqualTo(mailbox.Status.UidValidity!.Value));
        }
    }

    [Test]
    public async Task Many_mailboxes_get_their_status(CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync("user003", cancellationToken);
        for (var i = 0; i < 70; i++)
        {
            await client.CreateAsync($"folder {i}", cancellationToken);
        }

        var mailboxes = await client.ListAsync(cancellationToken);

        Assert.That(mailboxes.Count, Is.EqualTo(75));
        Assert.That(mailboxes.All(mailbox => mailbox.Status != null && mailbox.Status.UidValidity != null && mailbox.Status.Name == mailbox.Name));
    }

    [Test]
    public async Task Mailboxes_are_renamed_deleted_and_unsubscribed(CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync("user004", cancellationToken);
        await client.CreateAsync("old", cancellationToken);
        var before = await client.StatusAsync("old", cancellationToken);

        await client.RenameAsync("old", "new", cancellationToken);
        await client.SubscribeAsync("new", cancellationToken);
        await client.UnsubscribeAsync("new", cancellationToken);

        Assert.That((await client.StatusAsync("new", cancellationToken)).UidValidity, Is.EqualTo(before.UidValidity));
        Assert.That((await client.ListAsync(cancellationToken)).Single(mailbox => mailbox.Name == "new").IsSubscribed, Is.False);
        await client.DeleteAsync("new", cancellationToken);
        Assert.That((await Assert.CatchAsync<ImapCommandException>(() => client.SelectAsync("new", null, cancellationToken))).ConnectionUsable, Is.True);
        await client.NoopAsync(cancellationToken);
    }
}
