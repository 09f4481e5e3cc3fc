using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>What is changed here is shown at once and reaches the server, whatever extensions it has.</summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC")]
[TestFixture("CONDSTORE")]
[TestFixture("neither")]
[CancelAfter(60_000)]
public sealed class PushTests(string tier) : PushFixture
{
    [SetUp]
    public Task Start() => StartSyncedAsync(Capabilities(tier));

    [Test]
    public async Task A_flag_is_shown_at_once_and_set_on_the_server_by_the_next_sync()
    {
        var item = await ItemAsync("inbox 1");

        await MarkAsync(item, read: true);
        Assert.That((await ShownAsync(item))!.Flags, Is.EqualTo(EMailFlags.Seen));
        Assert.That(Anna.Inbox.Find(1)!.Flags, Is.Empty);

        await SettleAsync();
        Assert.That(Anna.Inbox.Find(1)!.Flags, Is.EqualTo(new[] { @"\Seen" }));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_flag_can_be_cleared()
    {
        await MarkAsync(await ItemAsync("inbox 2"), read: false);
        await SettleAsync();

        Assert.That(Anna.Inbox.Find(2)!.Flags, Is.Empty);
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_moved_message_is_shown_in_its_new_folder_at_once_and_keeps_its_id()
    {
        var item = await ItemAsync("inbox 2");

        await MoveAsync(item, "Archive/2025");
        Assert.That(await ShownInAsync("INBOX"), Has.None.EqualTo(item));
        Assert.That(await ShownInAsync("Archive/2025"), Is.EqualTo(new[] { item }));

        await SettleAsync();
        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "inbox 2" }));
        Assert.That(OnServer("INBOX"), Has.Count.EqualTo(4));
        Assert.That((await ShownAsync(item))!.FolderName, Is.EqualTo("Archive/2025"));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_deleted_message_is_gone_at_once_and_then_from_the_server()
    {
        var item = await ItemAsync("inbox 3");

        await DeleteAsync(item);
        Assert.That(await ShownAsync(item), Is.Null);

        await SettleAsync();
        Assert.That(OnServer("INBOX"), Has.None.EqualTo("inbox 3"));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_server_that_cannot_expunge_single_messages_is_left_with_a_marked_one_and_nobody_elses_is_expunged()
    {
        Anna.Inbox.SetFlags(5, @"\Deleted");
        await SyncAsync();

        await DeleteAsync(await ItemAsync("inbox 3"));
        await MoveAsync(await ItemAsync("inbox 2"), "Trash");
        await SettleAsync();

        Assert.That(Anna.Inbox.Find(5), Is.Not.Null);
        Assert.That(Anna.Inbox.Find(3)?.Flags.Contains(@"\Deleted"), Is.EqualTo(tier == "neither" ? true : null));
        Assert.That(await ShownInAsync("INBOX"), Has.Count.EqualTo(3), "what was deleted here does not come back");
        Assert.That(Anna.Inbox.Find(2)?.Flags.Contains(@"\Deleted"), Is.EqualTo(tier == "neither" ? true : null));
        await AssertSettledAsync();
    }

    [Test]
    public async Task Changes_of_one_message_are_made_in_their_order()
    {
        var item = await ItemAsync("inbox 1");

        await MarkAsync(item, read: true);
        await MoveAsync(item, "Trash");
        await MarkAsync(item, read: false);
        await MoveAsync(item, "Archive/2025");
        await MarkAsync(item, read: true);
        var shown = (await ShownAsync(item))!;
        Assert.That((shown.FolderName, shown.Flags), Is.EqualTo(("Archive/2025", EMailFlags.Seen)));

        await SettleAsync();
        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "inbox 1" }));
        Assert.That(OnServer("Trash"), Is.Empty);
        Assert.That(Anna["Archive/2025"].Messages.Single().Flags, Is.EqualTo(new[] { @"\Seen" }));
        Assert.That((await ShownAsync(item))!.FolderName, Is.EqualTo("Archive/2025"));
        await AssertSettledAsync();
    }

    [Test]
    public async Task Neighbours_of_the_same_kind_are_one_command()
    {
        var items = new List<int>();
        for (var i = 1; i <= 5; i++)
        {
            items.Add(await ItemAsync($"inbox {i}"));
        }

        await Recorder.SetFlagAsync(items, EMailFlags.Flagged, on: true, Deadline);
        await SettleAsync();

        Assert.That(Server.Log.Count("UID STORE"), Is.EqualTo(1), Server.Log.ToString());
        Assert.That(Anna.Inbox.Messages.Select(message => message.Flags.Contains(@"\Flagged")), Is.All.True);
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_subscription_is_shown_at_once_and_reaches_the_server()
    {
        var folder = await FolderAsync("Junk");

        await Recorder.SetSubscribedAsync(Account, folder.FolderId, false, Deadline);
        Assert.That((await FolderAsync("Junk")).Subscribed, Is.False);
        await SettleAsync();

        Assert.That(Anna["Junk"].IsSubscribed, Is.False);
        Assert.That((await FolderAsync("Junk")).Subscribed, Is.False);
    }

    [Test]
    public async Task Everything_that_was_changed_while_the_server_was_away_arrives_when_it_is_back()
    {
        var away = Server.Faults.OnEvery(SandboxFaults.Greeting).DropLine();
        var (first, second, third) = (await ItemAsync("inbox 1"), await ItemAsync("inbox 2"), await ItemAsync("inbox 3"));
        await MarkAsync(first, read: true);
        await MoveAsync(second, "Archive/2025");
        await DeleteAsync(third);

        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error, Is.InstanceOf<MailServerException>().With.Property("IsTransient").True);
        Assert.That((await CountAsync()).Pending, Is.EqualTo(3));
        Assert.That((await ShownAsync(first))!.Flags, Is.EqualTo(EMailFlags.Seen));
        Assert.That(await ShownInAsync("Archive/2025"), Is.EqualTo(new[] { second }));

        Server.Faults.Remove(away);
        await SettleAsync();
        Assert.That(Anna.Inbox.Find(1)!.Flags, Is.EqualTo(new[] { @"\Seen" }));
        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "inbox 2" }));
        Assert.That(OnServer("INBOX"), Has.None.EqualTo("inbox 3"));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_sync_that_still_sees_the_old_state_undoes_nothing()
    {
        var refused = Server.Faults.OnEvery("SELECT").ReplyNo("[UNAVAILABLE] Later");
        var (first, second, third) = (await ItemAsync("inbox 1"), await ItemAsync("inbox 2"), await ItemAsync("inbox 3"));
        await MarkAsync(first, read: true);
        await MoveAsync(second, "Archive/2025");
        await DeleteAsync(third);
        Anna.Inbox.SetFlags(1, @"\Flagged");
        Anna.Inbox.Append(Message("new meanwhile"));

        for (var i = 0; i < 5; i++)
        {
            var outcome = await Engine.SyncAsync(Account, Deadline);
            Assert.That(outcome.Error?.Message, Does.Contain("Later"));
        }

        Assert.That((await ShownAsync(first))!.Flags, Is.EqualTo(EMailFlags.Seen | EMailFlags.Flagged));
        Assert.That(await ShownInAsync("Archive/2025"), Is.EqualTo(new[] { second }));
        Assert.That(await ShownInAsync("INBOX"), Has.None.EqualTo(second).And.None.EqualTo(third).And.Contains(await ItemAsync("new meanwhile")));

        Server.Faults.Remove(refused);
        await SettleAsync();
        await AssertSettledAsync();
        Assert.That(await ShownInAsync("Archive/2025"), Is.EqualTo(new[] { second }));
    }
}
