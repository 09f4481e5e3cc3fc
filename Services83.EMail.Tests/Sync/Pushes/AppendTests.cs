using NUnit.Framework;
using Services83.EMail.Filing;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>What is written here is shown at once and reaches the server once, whatever extensions it has.</summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC")]
[TestFixture("CONDSTORE")]
[TestFixture("neither")]
[CancelAfter(60_000)]
public sealed class AppendTests(string tier) : PushFixture
{
    [SetUp]
    public Task Start() => StartSyncedAsync(Capabilities(tier));

    [Test]
    public async Task A_draft_is_shown_at_once_and_keeps_its_id_when_the_server_has_it()
    {
        var item = await AppendAsync(Message("draft 1"));
        Assert.That(await ShownInAsync("Drafts"), Is.EqualTo(new[] { item }));
        Assert.That((await ShownAsync(item))!.Flags, Is.EqualTo(EMailFlags.Draft | EMailFlags.Seen));
        Assert.That(Anna["Drafts"].Messages, Is.Empty);

        await SettleAsync();

        var stored = Anna["Drafts"].Messages.Single();
        Assert.That(stored.Raw.ToArray(), Is.EqualTo(Message("draft 1")));
        Assert.That(stored.Flags, Is.EquivalentTo(new[] { @"\Draft", @"\Seen" }));
        var shown = (await ShownAsync(item))!;
        Assert.That((shown.FolderName, shown.Uid, shown.ReceivedAt), Is.EqualTo(("Drafts", (long?)stored.Uid, stored.InternalDate)));
        Assert.That(Server.Log.Count("APPEND"), Is.EqualTo(1));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_new_version_takes_the_place_and_the_id_of_the_old_one_and_the_server_is_never_without_either()
    {
        var item = await AppendAsync(Message("draft 1"));
        await SettleAsync();

        Assert.That(await AppendAsync(Message("draft 2"), replaces: item), Is.EqualTo(item));
        Assert.That(await ShownInAsync("Drafts"), Is.EqualTo(new[] { item }));
        Assert.That((await ShownAsync(item))!.Subject, Is.EqualTo("draft 2"));
        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "draft 1" }));

        Server.Log.Clear();
        await SettleAsync();
        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "draft 2" }));
        Assert.That((await ShownAsync(item))!.Subject, Is.EqualTo("draft 2"));
        var verbs = Server.Log.Entries.Select(entry => entry.Command).ToList();
        Assert.That(verbs.IndexOf("APPEND"), Is.LessThan(verbs.IndexOf("UID STORE")), "the new one comes before the old one goes");
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_draft_that_is_saved_often_before_the_server_is_told_is_appended_once()
    {
        var item = await AppendAsync(Message("draft 1"));
        for (var version = 2; version <= 5; version++)
        {
            Assert.That(await AppendAsync(Message($"draft {version}"), replaces: item), Is.EqualTo(item));
        }

        await SettleAsync();

        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "draft 5" }));
        Assert.That(Server.Log.Count("APPEND"), Is.EqualTo(1));
        await AssertSettledAsync();
        Assert.That(await ItemsAsync("draft 1"), Is.Empty, "content that nobody refers to goes");
    }

    [Test]
    public async Task Changes_of_a_message_that_is_not_on_the_server_yet_wait_for_it_and_are_made_in_their_order()
    {
        var item = await AppendAsync(Message("draft 1"));
        await MarkAsync(item, read: false);
        await MoveAsync(item, "Archive/2025");
        await Recorder.SetFlagAsync([item], EMailFlags.Flagged, on: true, Deadline);
        var shown = (await ShownAsync(item))!;
        Assert.That((shown.FolderName, shown.Flags), Is.EqualTo(("Archive/2025", EMailFlags.Draft | EMailFlags.Flagged)));

        await SettleAsync();

        Assert.That(OnServer("Drafts"), Is.Empty);
        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "draft 1" }));
        Assert.That((await ShownAsync(item))!.Flags & ~EMailFlags.Deleted, Is.EqualTo(EMailFlags.Draft | EMailFlags.Flagged));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_message_that_is_deleted_before_the_server_is_told_never_gets_there()
    {
        var item = await AppendAsync(Message("draft 1"));
        await DeleteAsync(item);
        Assert.That(await ShownAsync(item), Is.Null);

        await SettleAsync();

        Assert.That(Server.Log.Count("APPEND"), Is.Zero);
        Assert.That(await ItemsAsync("draft 1"), Is.Empty);
        await AssertSettledAsync();
    }

    [Test]
    public async Task The_copy_that_the_server_files_by_itself_is_the_one_and_only([Values] bool seenBySync, [Values] bool altered)
    {
        var filed = altered ? [.. "X-Filed: by the server\r\n"u8, .. Message("sent 2")] : Message("sent 2");
        var item = await AppendAsync(Message("sent 2"), "Sent", mayBeThere: true);
        var refused = Server.Faults.OnEvery("EXAMINE").Containing("Sent").ReplyNo("[INUSE] Busy");
        Anna["Sent"].Append(filed, [@"\Seen"]);
        if (seenBySync)
        {
            Server.Faults.Remove(refused);
            Server.Faults.On("EXAMINE").Containing("Sent").ReplyNo("[INUSE] Busy");
        }

        await Engine.SyncAsync(Account, Deadline);
        Server.Faults.Clear();
        await SettleAsync();

        Assert.That(Server.Log.Count("APPEND"), Is.Zero);
        Assert.That(OnServer("Sent"), Is.EqualTo(new[] { "sent 1", "sent 2" }));
        Assert.That((await ShownAsync(item))!.Flags, Is.EqualTo(EMailFlags.Seen));
        Assert.That(await ShownInAsync("Sent"), Has.Count.EqualTo(2).And.Contains(item));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_message_that_is_on_the_server_nowhere_is_appended_although_it_might_have_been()
    {
        await AppendAsync(Message("sent 2"), "Sent", mayBeThere: true);
        await SettleAsync();

        Assert.That(OnServer("Sent"), Is.EqualTo(new[] { "sent 1", "sent 2" }));
        await AssertSettledAsync();
    }

    [Test]
    public async Task The_same_message_in_another_folder_is_another_copy()
    {
        var refused = Server.Faults.OnEvery("APPEND").ReplyNo("[UNAVAILABLE] Later");
        var item = await AppendAsync(Message("to myself"), "Sent");
        Anna.Inbox.Append(Message("to myself"));
        await Engine.SyncAsync(Account, Deadline);

        Server.Faults.Remove(refused);
        await SettleAsync();

        Assert.That(OnServer("Sent"), Is.EqualTo(new[] { "sent 1", "to myself" }));
        Assert.That(await ShownInAsync("Sent"), Contains.Item(item));
        Assert.That(await ShownInAsync("INBOX"), Has.Count.EqualTo(6));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_draft_that_is_saved_again_unchanged_while_nobody_knows_whether_it_arrived_is_neither_lost_nor_doubled()
    {
        var item = await AppendAsync(Message("draft 1"));
        Server.Faults.On("APPEND").ExecuteThenDropLine();
        await Engine.SyncAsync(Account, Deadline);
        await AppendAsync(Message("draft 1"), replaces: item);
        // The push can neither look nor append, so that the sync meets the first copy before anybody knows whose it is.
        Server.Faults.On("STATUS").ReplyNo("[INUSE] Busy");
        Server.Faults.On("EXAMINE").Containing("Drafts").ReplyNo("[INUSE] Busy");
        await Engine.SyncAsync(Account, Deadline);
        await SettleAsync();

        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "draft 1" }));
        Assert.That(await ShownInAsync("Drafts"), Is.EqualTo(new[] { item }));
        await AssertSettledAsync();
    }

    [Test]
    public async Task Somebody_who_moved_the_old_version_away_keeps_it()
    {
        var item = await AppendAsync(Message("draft 1"));
        await SettleAsync();
        await AppendAsync(Message("draft 2"), replaces: item);
        Anna["Drafts"].Move(Anna["Archive/2025"], Anna["Drafts"].Messages[^1].Uid);

        await SettleAsync();

        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "draft 2" }));
        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "draft 1" }));
        Assert.That((await ShownAsync(item))!.Subject, Is.EqualTo("draft 2"));
        Assert.That(await ShownInAsync("Archive/2025"), Has.Count.EqualTo(1));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_message_without_a_Message_ID_is_recognised_by_its_octets()
    {
        var plain = "Subject: plain\r\n\r\nNo more than that.\r\n"u8.ToArray();
        var item = await AppendAsync(plain);
        Server.Faults.On("APPEND").ExecuteThenDropLine();
        await Engine.SyncAsync(Account, Deadline);
        await SettleAsync();

        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "plain" }));
        Assert.That((await ShownAsync(item))!.FolderName, Is.EqualTo("Drafts"));
        await AssertSettledAsync();
    }

    [Test]
    public void A_folder_of_another_account_is_refused() => Assert.That(
        () => Engine.Database.WriteAsync(
            (transaction, token) => Engine.Get<Services83.EMail.Storage.Mail.Changes.AppendRecorder>().AppendAsync(
                transaction, new(Account + 1, 1, ContentReader.Whole(Message("lost")), default, TimeProvider.System.GetUtcNow()), token), Deadline),
        Throws.InstanceOf<EntityNotFoundException>());

    [Test]
    public async Task A_new_version_of_what_is_not_there_is_refused_and_nothing_is_stored()
    {
        Assert.That(() => AppendAsync(Message("lost"), replaces: 4711), Throws.InstanceOf<EntityNotFoundException>());
        Assert.That(await ItemsAsync("lost"), Is.Empty);
        Assert.That(await Engine.Get<MessageReader>().FindAsync(4711, Scope.Everybody, Deadline), Is.Null);
    }
}
