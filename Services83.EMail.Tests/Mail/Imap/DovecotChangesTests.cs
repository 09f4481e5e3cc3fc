using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

/// <summary>Changes by us and by another session, and how they show.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
public sealed class DovecotChangesTests
{
    private DovecotServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await DovecotServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Test]
    public async Task Qresync_tells_what_vanished_and_changed(CancellationToken cancellationToken)
    {
        await using var other = await OpenAsync("user001", messages: 6, cancellationToken);
        await using var client = await _server.LogInAsync("user001", cancellationToken);
        Assert.That(await client.EnableAsync(["QRESYNC", "UTF8=ACCEPT"], cancellationToken), Does.Contain("QRESYNC"));
        var before = await client.SelectAsync("INBOX", null, cancellationToken);
        await client.SelectAsync("Drafts", null, cancellationToken);

        await other.UidStoreAsync(UidSet.Of(2u, 4u), StoreMode.Add, [ImapFlags.Deleted], null, cancellationToken);
        await other.UidExpungeAsync(UidSet.Of(2u, 4u), cancellationToken);
        await other.UidStoreAsync(UidSet.Of(5u), StoreMode.Add, [ImapFlags.Flagged, "keyword"], null, cancellationToken);
        var known = new QresyncParameters(before.UidValidity, before.HighestModSeq!.Value, UidSet.Range(1, 6));
        var after = await client.SelectAsync("INBOX", known, cancellationToken);

        Assert.That(after.Exists, Is.EqualTo(4u));
        Assert.That(after.Vanished, Is.EqualTo(UidSet.Of(2u, 4u)));
        Assert.That(after.Changed.Select(change => change.Uid), Is.EqualTo(new[] { 5u }));
        Assert.That(after.Changed[0].Flags, Is.EquivalentTo(new[] { ImapFlags.Flagged, "keyword" }));
        Assert.That(after.HighestModSeq!.Value, Is.GreaterThan(before.HighestModSeq.Value));
    }

    [Test]
    public async Task More_known_uids_than_a_line_holds_are_no_obstacle(CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync("user011", messages: 2, cancellationToken);
        await client.EnableAsync(["QRESYNC"], cancellationToken);
        var everyOther = UidSet.Of(Enumerable.Range(1, 50_000).Select(number => (uint)(2 * number)));

        var opened = await client.SelectAsync("INBOX", new QresyncParameters(client.Selected!.UidValidity, 1, everyOther), cancellationToken);
        await client.UidStoreAsync(everyOther, StoreMode.Add, [ImapFlags.Seen], null, cancellationToken);

        Assert.That(opened.Changed.Select(change => change.Uid), Is.EqualTo(new[] { 1u, 2u }));
        var flags = await client.ToListAsync(everyOther, FetchItems.Flags, cancellationToken);
        Assert.That(flags.Single().Flags, Is.EqualTo(new[] { ImapFlags.Seen }));
    }

    [Test]
    public async Task Qresync_with_another_uidvalidity_is_a_plain_select(CancellationToken cancellationToken)
    {
        await using (await OpenAsync("user002", messages: 2, cancellationToken))
        {
        }
        await using var client = await _server.LogInAsync("user002", cancellationToken);
        await Assert.CatchAsync<InvalidOperationException>(() => client.SelectAsync("INBOX", new QresyncParameters(1, 1), cancellationToken));
        await client.EnableAsync(["QRESYNC"], cancellationToken);

        var opened = await client.SelectAsync("INBOX", new QresyncParameters(12345, 1), cancellationToken);

        Assert.That(opened.UidValidity, Is.Not.EqualTo(12345u));
        Assert.That(opened.Changed, Is.Empty);
        Assert.That(opened.Vanished.IsEmpty, Is.True);
    }

    [Test]
    public async Task A_conflict_is_reported_though_the_server_says_ok(CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync("user003", messages: 2, cancellationToken);
        var before = client.Selected!.HighestModSeq!.Value;
        var first = await client.UidStoreAsync(UidSet.Of(1u), StoreMode.Add, [ImapFlags.Seen], before, cancellationToken);

        var second = await client.UidStoreAsync(UidSet.Of(1u, 2u), StoreMode.Add, [ImapFlags.Flagged], before, cancellationToken);

        Assert.That(first.Modified.IsEmpty, Is.True);
        Assert.That(first.ModSeqs[1], Is.GreaterThan(before));
        Assert.That(second.Modified, Is.EqualTo(UidSet.Of(1u)));
        Assert.That(second.ModSeqs.Keys, Does.Contain(2u));
        var flags = await client.ToListAsync(UidSet.All, FetchItems.Flags, cancellationToken);
        Assert.That(flags.Select(message => string.Join(' ', message.Flags!)), Is.EqualTo(new[] { ImapFlags.Seen, ImapFlags.Flagged }));
    }

    [Test]
    public async Task Flags_are_removed_and_replaced(CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync("user004", messages: 1, cancellationToken);
        await client.UidStoreAsync(UidSet.All, StoreMode.Replace, [ImapFlags.Seen, ImapFlags.Flagged, "$Label1"], null, cancellationToken);
        await client.UidStoreAsync(UidSet.All, StoreMode.Remove, [ImapFlags.Seen], null, cancellationToken);

        Assert.That((await client.SingleAsync(UidSet.All, FetchItems.Flags, cancellationToken)).Flags, Is.EquivalentTo(new[] { ImapFlags.Flagged, "$Label1" }));
        await client.UidStoreAsync(UidSet.All, StoreMode.Replace, [], null, cancellationToken);
        Assert.That((await client.SingleAsync(UidSet.All, FetchItems.Flags, cancellationToken)).Flags, Is.Empty);
    }

    [Test]
    public async Task Moved_messages_are_found_at_their_new_uids([Values] bool qresync, CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync(qresync ? "user005" : "user006", messages: 3, cancellationToken);
        if (qresync)
        {
            await client.EnableAsync(["QRESYNC"], cancellationToken);
        }

        await client.AppendMessageAsync("Trash", Message("already there"), cancellationToken);

        var moved = await client.UidMoveAsync(UidSet.Of(1u, 3u), "Trash", cancellationToken);
        var exists = client.Selected!.Exists;
        var trash = await client.SelectAsync("Trash", null, cancellationToken);

        Assert.That(exists, Is.EqualTo(1u));
        Assert.That(moved, Is.Not.Null);
        Assert.That(moved.UidValidity, Is.EqualTo(trash.UidValidity));
        Assert.That(moved.Uids, Is.EquivalentTo(new Dictionary<uint, uint> { [1] = 2, [3] = 3 }));
    }

    [Test]
    public async Task Copying_what_is_not_there_is_no_error(CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync("user007", messages: 1, cancellationToken);

        Assert.That((await client.UidCopyAsync(UidSet.Of(1u), "Sent", cancellationToken))!.Uids, Is.EqualTo(new Dictionary<uint, uint> { [1] = 1 }));
        Assert.That(await client.UidCopyAsync(UidSet.Of(77u), "Sent", cancellationToken), Is.Null);
        var missing = await Assert.CatchAsync<ImapCommandException>(() => client.UidCopyAsync(UidSet.All, "Nowhere", cancellationToken));
        Assert.That(missing.ResponseCode, Is.EqualTo("TRYCREATE"));
    }

    [Test]
    public async Task Another_session_s_changes_arrive_unasked(CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync("user008", messages: 3, cancellationToken);
        await using var other = await _server.LogInAsync("user008", cancellationToken);
        await other.SelectAsync("INBOX", null, cancellationToken);

        await other.UidStoreAsync(UidSet.Of(1u), StoreMode.Add, [ImapFlags.Deleted], null, cancellationToken);
        await other.ExpungeAsync(cancellationToken);
        await other.AppendMessageAsync("INBOX", Message("new"), cancellationToken);
        await other.AppendMessageAsync("INBOX", Message("newer"), cancellationToken);
        await client.NoopAsync(cancellationToken);

        Assert.That(client.Selected!.Exists, Is.EqualTo(4u));
    }

    [Test]
    public async Task Without_move_messages_are_moved_all_the_same(CancellationToken cancellationToken)
    {
        await using var server = await DovecotServer.StartAsync(new DovecotOptions { Capabilities = "IMAP4rev1 UIDPLUS" }, cancellationToken);
        await using var client = await OpenAsync("user013", messages: 3, cancellationToken, server);
        await client.UidStoreAsync(UidSet.Of(2u), StoreMode.Add, [ImapFlags.Deleted], null, cancellationToken);

        var moved = await client.UidMoveAsync(UidSet.Of(1u, 3u), "Trash", cancellationToken);
        var left = await client.ToListAsync(UidSet.All, FetchItems.Flags, cancellationToken);
        await client.UnselectAsync(cancellationToken);

        Assert.That(moved!.Uids, Is.EquivalentTo(new Dictionary<uint, uint> { [1] = 1, [3] = 2 }));
        // Marked by somebody else and still there, even after leaving the mailbox.
        Assert.That(left.Select(message => message.Uid), Is.EqualTo(new[] { 2u }));
        Assert.That((await client.StatusAsync("INBOX", cancellationToken)).Messages, Is.EqualTo(1u));
    }

    [Test]
    public async Task Changes_by_others_end_the_wait(CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync("user014", messages: 3, cancellationToken);
        await using var other = await _server.LogInAsync("user014", cancellationToken);
        await other.SelectAsync("INBOX", null, cancellationToken);

        var waiting = client.WaitForChangesAsync(cancellationToken);
        await other.UidStoreAsync(UidSet.Of(1u), StoreMode.Add, [ImapFlags.Flagged], null, cancellationToken);
        Assert.That(await waiting, Is.EqualTo(MailboxChanges.Flags));

        waiting = client.WaitForChangesAsync(cancellationToken);
        await other.AppendMessageAsync("INBOX", Message("new"), cancellationToken);
        Assert.That(await waiting, Is.EqualTo(MailboxChanges.Arrived));
        Assert.That(client.Selected!.Exists, Is.EqualTo(4u));
    }

    [Test]
    public async Task Search_finds_by_flag_uid_and_header([Values] bool esearch, CancellationToken cancellationToken)
    {
        await using var server = esearch ? null : await DovecotServer.StartAsync(new DovecotOptions { Capabilities = "IMAP4rev1 CONDSTORE" }, cancellationToken);
        await using var client = await OpenAsync("user009", messages: 4, cancellationToken, server);
        Assert.That(client.Capabilities.Esearch, Is.EqualTo(esearch));
        await client.UidStoreAsync(UidSet.Of(2u, 3u), StoreMode.Add, [ImapFlags.Seen], null, cancellationToken);

        Assert.That(await client.UidSearchAsync(ImapSearch.All, cancellationToken), Is.EqualTo(UidSet.Range(1, 4)));
        Assert.That(await client.UidSearchAsync(ImapSearch.Uids(UidSet.From(3)), cancellationToken), Is.EqualTo(UidSet.Range(3, 4)));
        Assert.That(await client.UidSearchAsync(ImapSearch.Header("Subject", "number 2"), cancellationToken), Is.EqualTo(UidSet.Of(3u)));
        Assert.That((await client.UidSearchAsync(ImapSearch.Deleted, cancellationToken)).IsEmpty, Is.True);
    }

    [Test]
    public async Task A_refused_append_leaves_the_connection_usable(CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync("user010", messages: 1, cancellationToken);

        await Assert.CatchAsync<ImapCommandException>(() => client.AppendMessageAsync("INBOX", [], cancellationToken));
        var missing = await Assert.CatchAsync<ImapCommandException>(() => client.AppendMessageAsync("Nowhere", Message("x"), cancellationToken));

        Assert.That(missing.ResponseCode, Is.EqualTo("TRYCREATE"));
        Assert.That((await client.AppendMessageAsync("INBOX", Message("x"), cancellationToken))!.Uid, Is.EqualTo(2u));
    }

    private async Task<ImapClient> OpenAsync(string user, int messages, CancellationToken cancellationToken, DovecotServer? server = null)
    {
        var client = await (server ?? _server).LogInAsync(user, cancellationToken);
        for (var i = 0; i < messages; i++)
        {
            await client.AppendMessageAsync("INBOX", Message($"number {i}"), cancellationToken);
        }

        await client.SelectAsync("INBOX", null, cancellationToken);
        return client;
    }

    private static byte[] Message(string subject) => System.Text.Encoding.ASCII.GetBytes($"Subject: {subject}\r\n\r\nHello\r\n");
}
