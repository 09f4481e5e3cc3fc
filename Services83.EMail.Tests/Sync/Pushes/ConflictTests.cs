using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>The server refuses, or another client has made a change first.</summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC")]
[TestFixture("neither")]
[CancelAfter(60_000)]
public sealed class ConflictTests(string tier) : PushFixture
{
    [SetUp]
    public Task Start() => StartSyncedAsync(Capabilities(tier));

    [Test]
    public async Task Changes_of_a_message_that_somebody_moved_follow_it_but_its_deletion_does_not()
    {
        var (marked, moved, deleted) = (await ItemAsync("inbox 1"), await ItemAsync("inbox 3"), await ItemAsync("inbox 5"));
        await MarkAsync(marked, read: true);
        await MoveAsync(moved, "Trash");
        await DeleteAsync(deleted);
        Anna.Inbox.Move(Anna["Archive/2025"], 1, 3, 5);

        await SettleAsync();

        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "inbox 1", "inbox 5" }));
        Assert.That(OnServer("Trash"), Is.EqualTo(new[] { "inbox 3" }));
        Assert.That(Anna["Archive/2025"].Messages.Single(message => Subject(message) == "inbox 1").Flags, Is.EqualTo(new[] { @"\Seen" }));
        Assert.That(await ShownInAsync("Archive/2025"), Is.EquivalentTo(new[] { marked, deleted }), "ids survive");
        Assert.That(await ShownInAsync("Trash"), Is.EqualTo(new[] { moved }));
        await AssertSettledAsync();
    }

    [Test]
    public async Task Changes_of_a_message_that_is_gone_are_dropped()
    {
        await MarkAsync(await ItemAsync("inbox 1"), read: true);
        await MoveAsync(await ItemAsync("inbox 2"), "Trash");
        await DeleteAsync(await ItemAsync("inbox 3"));
        Anna.Inbox.Expunge(1, 2, 3);

        await SettleAsync();

        Assert.That(await CountAsync(), Has.Property("Rejected").Zero);
        Assert.That(Anna["Trash"].Messages, Is.Empty);
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_folder_that_was_numbered_anew_still_holds_the_same_messages()
    {
        var (marked, moved, deleted) = (await ItemAsync("inbox 1"), await ItemAsync("inbox 2"), await ItemAsync("inbox 3"));
        await MarkAsync(marked, read: true);
        await MoveAsync(moved, "Trash");
        await DeleteAsync(deleted);
        Anna.Inbox.Expunge(4);
        Anna.Inbox.ResetUidValidity();

        await SettleAsync();

        Assert.That(OnServer("INBOX"), Is.EqualTo(new[] { "inbox 1", "inbox 5" }));
        Assert.That(OnServer("Trash"), Is.EqualTo(new[] { "inbox 2" }));
        Assert.That(await ShownInAsync("Trash"), Is.EqualTo(new[] { moved }));
        Assert.That((await ShownAsync(marked))!.Flags, Is.EqualTo(EMailFlags.Seen));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_refusal_for_good_is_visible_and_the_cache_shows_what_the_server_has()
    {
        var verb = tier == "neither" ? "UID COPY" : "UID MOVE";
        Server.Faults.OnEvery(verb).ReplyNo("[OVERQUOTA] The archive is full");
        var item = await ItemAsync("inbox 2");
        await MoveAsync(item, "Archive/2025");
        await MarkAsync(item, read: false);

        await SyncAsync();

        Assert.That(await CountAsync(), Is.EqualTo(new Services83.EMail.Storage.Mail.Changes.ChangeCount(Account, 0, 1)));
        Assert.That((await ShownAsync(item))!.FolderName, Is.EqualTo("INBOX"));
        Assert.That((await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!.ErrorReason, Does.Contain("The archive is full").And.Contain("inbox 2"));
        Assert.That(Anna.Inbox.Find(2)!.Flags, Is.Empty, "what comes after the refused change is made all the same");
        await AssertSettledAsync();

        await SyncAsync();
        Assert.That(Server.Log.Count(verb), Is.EqualTo(1), "it is not tried again");
    }

    [Test]
    public async Task A_refusal_without_a_reason_is_believed_at_the_third_time()
    {
        Server.Faults.OnEvery("UID STORE").ReplyNo("No");
        var item = await ItemAsync("inbox 1");
        await MarkAsync(item, read: true);

        for (var i = 1; i <= 2; i++)
        {
            Assert.That((await Engine.SyncAsync(Account, Deadline)).Error?.Message, Does.Contain("INBOX"));
            Assert.That((await ShownAsync(item))!.Flags, Is.EqualTo(EMailFlags.Seen));
        }

        await SyncAsync();
        Assert.That((await CountAsync()).Rejected, Is.EqualTo(1));
        Assert.That((await ShownAsync(item))!.Flags, Is.EqualTo(default(EMailFlags)));
    }

    [Test]
    public async Task A_refused_folder_does_not_hold_up_the_others_but_keeps_the_order_within_it()
    {
        Server.Faults.On("SELECT").Containing("INBOX").ReplyNo("[INUSE] Busy");
        var (item, other) = (await ItemAsync("inbox 1"), await ItemAsync("sent 1"));
        await MoveAsync(item, "Trash");
        await MarkAsync(other, read: false);
        await MarkAsync(item, read: true);

        await Engine.SyncAsync(Account, Deadline);

        Assert.That(Anna["Sent"].Messages.Single().Flags, Is.Empty);
        Assert.That((await CountAsync()).Pending, Is.EqualTo(2));
        await SettleAsync();
        Assert.That(Anna["Trash"].Messages.Single().Flags, Is.EqualTo(new[] { @"\Seen" }));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_target_folder_that_is_gone_refuses_the_move_and_nothing_is_lost()
    {
        var item = await ItemAsync("inbox 1");
        await MoveAsync(item, "Archive/2025");
        Anna.DeleteFolder("Archive/2025");

        await SettleAsync();

        Assert.That((await CountAsync()).Rejected, Is.EqualTo(1));
        Assert.That(await ShownInAsync("INBOX"), Contains.Item(item));
        await AssertSettledAsync();
    }

    [Test]
    public async Task Twins_are_moved_each_for_itself()
    {
        Anna.Inbox.Append(Message("twin"));
        Anna.Inbox.Append(Message("twin"));
        await SyncAsync();
        var twins = await ItemsAsync("twin");
        await Recorder.MoveAsync(twins, (await FolderAsync("Archive/2025")).FolderId, Deadline);

        await SettleAsync();

        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "twin", "twin" }));
        Assert.That(await ShownInAsync("Archive/2025"), Is.EquivalentTo(twins));
        await AssertSettledAsync();
    }
}
