using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

/// <summary>The client with a server that has hardly any extensions and bugs of its own: GNU imap4d 3.15.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
public sealed class MailutilsTests
{
    private MailutilsServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await MailutilsServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Test]
    public async Task Logging_in_works_over_every_kind_of_line([Values] LineSecurity security, CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync(MailutilsServer.UserName(1), cancellationToken, security);

        Assert.That(client.IsEncrypted, Is.EqualTo(security != LineSecurity.None));
        Assert.That(client.IsAuthenticated, Is.True);
        Assert.That((client.Capabilities.CanMove, client.Capabilities.Condstore, client.Capabilities.ListExtended), Is.EqualTo((false, false, false)));
        Assert.That(await client.EnableAsync(["QRESYNC"], cancellationToken), Is.Empty);
        await client.LogoutAsync(cancellationToken);
    }

    [Test]
    public async Task A_wrong_password_is_refused(CancellationToken cancellationToken)
    {
        await using var client = await ImapClient.ConnectAsync(_server.ImapOptions(), cancellationToken);

        await Assert.CatchAsync<ImapAuthenticationException>(
            () => client.AuthenticateAsync(MailCredentials.Password(MailutilsServer.UserName(1), "wrong"), cancellationToken));
    }

    [Test]
    public async Task Folders_are_listed_with_subscription_and_status(CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync(MailutilsServer.UserName(2), cancellationToken);
        string[] names = ["Sent", "with space", "Entwürfe", "parent/child"];
        foreach (var name in names)
        {
            await client.CreateAsync(name, cancellationToken);
        }

        await client.SubscribeAsync("Sent", cancellationToken);
        await client.AppendMessageAsync("Entwürfe", Message("a draft"), cancellationToken);

        var mailboxes = await client.ListAsync(cancellationToken);

        Assert.That(mailboxes.Select(mailbox => mailbox.Name), Is.EquivalentTo(names.Append("INBOX").Append("parent")));
        Assert.That(mailboxes.Where(mailbox => mailbox.IsSubscribed).Select(mailbox => mailbox.Name), Is.EqualTo(new[] { "Sent" }));
        Assert.That(mailboxes.Single(mailbox => mailbox.Name == "Entwürfe").Status!.Messages, Is.EqualTo(1u));
        var parent = mailboxes.Single(mailbox => mailbox.Name == "parent");
        Assert.That((parent.IsSelectable, parent.Delimiter), Is.EqualTo((false, '/')));
        Assert.That(parent.Status, Is.Null);
    }

    [TestCase("a\"b")]
    [TestCase("*")]
    [TestCase("a&b")]
    [TestCase("%")]
    [TestCase("日本語")]
    [TestCase("(x) {5}")]
    [TestCase("back\\slash")]
    public async Task Odd_names_come_back_as_they_were(string name, CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync(MailutilsServer.UserName(3), cancellationToken);
        await client.CreateAsync(name, cancellationToken);

        Assert.That((await client.ListAsync(cancellationToken)).Select(mailbox => mailbox.Name), Does.Contain(name));
        Assert.That((await client.SelectAsync(name, null, cancellationToken)).Exists, Is.EqualTo(0u));
        await client.UnselectAsync(cancellationToken);
        await client.DeleteAsync(name, cancellationToken);
        Assert.That((await client.ListAsync(cancellationToken)).Select(mailbox => mailbox.Name), Does.Not.Contain(name));
    }

    [Test]
    public async Task Messages_are_fetched_searched_and_flagged(CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync(4, messages: 3, cancellationToken);

        var all = await client.ToListAsync(UidSet.All, FetchItems.Flags | FetchItems.Size | FetchItems.InternalDate | FetchItems.Body, cancellationToken);
        Assert.That(all.Select(message => message.Uid), Is.EqualTo(new[] { 1u, 2u, 3u }));
        Assert.That(all.Select(message => message.Body!.Bytes!), Is.EqualTo(new[] { Message("number 0"), Message("number 1"), Message("number 2") }));
        Assert.That(all.All(message => message.Size == (ulong)message.Body!.Length && message.InternalDate != null));
        Assert.That((await client.SingleAsync(UidSet.Of(2u), FetchItems.Header, cancellationToken)).Header!.Length, Is.GreaterThan(10));

        Assert.That((await client.UidStoreAsync(UidSet.Of(2u), StoreMode.Add, [ImapFlags.Flagged, ImapFlags.Seen], null, cancellationToken)).Modified.IsEmpty, Is.True);
        Assert.That((await client.SingleAsync(UidSet.Of(2u), FetchItems.Flags, cancellationToken)).Flags, Is.EquivalentTo(new[] { ImapFlags.Flagged, ImapFlags.Seen }));
        Assert.That(await client.UidSearchAsync(ImapSearch.Uids(UidSet.Range(2, 3)), cancellationToken), Is.EqualTo(UidSet.Of(2u, 3u)));
        // It knows no keywords, says so in PERMANENTFLAGS, and calls them an error.
        Assert.That((await Assert.CatchAsync<ImapCommandException>(
            () => client.UidStoreAsync(UidSet.Of(1u), StoreMode.Add, ["$Label"], null, cancellationToken))).IsBad, Is.True);
    }

    [Test]
    public async Task A_move_is_refused_and_a_copy_is_not(CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync(5, messages: 2, cancellationToken);
        await client.CreateAsync("Archive", cancellationToken);

        await Assert.CatchAsync<InvalidOperationException>(() => client.UidMoveAsync(UidSet.Of(1u), "Archive", cancellationToken));
        Assert.That(await client.UidCopyAsync(UidSet.Of(1u), "Archive", cancellationToken), Is.Null);
        await client.UidStoreAsync(UidSet.Of(1u), StoreMode.Add, [ImapFlags.Deleted], null, cancellationToken);
        await client.ExpungeAsync(cancellationToken);

        Assert.That(client.Selected!.Exists, Is.EqualTo(1u));
        Assert.That((await client.SelectAsync("Archive", null, cancellationToken)).Exists, Is.EqualTo(1u));
    }

    [Test]
    public async Task Idle_can_be_left(CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync(6, messages: 1, cancellationToken);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // It offers IDLE but never reports anything while idling.
        var waiting = client.WaitForChangesAsync(cancel.Token);
        await cancel.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => waiting);
        await client.NoopAsync(cancellationToken);
    }

    private async Task<ImapClient> OpenAsync(int user, int messages, CancellationToken cancellationToken)
    {
        var client = await _server.LogInAsync(MailutilsServer.UserName(user), cancellationToken);
        await client.CreateAsync("Work", cancellationToken);
        for (var i = 0; i < messages; i++)
        {
            await client.AppendMessageAsync("Work", Message($"number {i}"), cancellationToken);
        }

        Assert.That((await client.SelectAsync("Work", null, cancellationToken)).Exists, Is.EqualTo((uint)messages));
        return client;
    }

    private static byte[] Message(string subject) => Encoding.ASCII.GetBytes($"Subject: {subject}\r\n\r\nHello\r\n");
}
