using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>A message that the server does not take is not lost: it stays here, the refusal is visible, and it can be tried elsewhere.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class RefusedAppendTests : PushFixture
{
    [Test]
    public async Task A_refusal_for_good_is_visible_and_the_message_stays_here()
    {
        var item = await RefusedAsync();

        Assert.That(await CountAsync(), Is.EqualTo(new ChangeCount(Account, 0, 1)));
        Assert.That((await ShownAsync(item))!.Subject, Is.EqualTo("draft 1"));
        Assert.That(await ShownInAsync("Drafts"), Is.EqualTo(new[] { item }));
        Assert.That(await ReasonAsync(), Does.Contain("Too long").And.Contain("draft 1").And.Contain("Append"));

        await SyncAsync();
        await SyncAsync();
        Assert.That(Server.Log.Count("APPEND"), Is.EqualTo(1), "it is not tried again");
        Assert.That(await ShownInAsync("Drafts"), Is.EqualTo(new[] { item }), "no sync takes it for vanished");
    }

    [Test]
    public async Task What_was_asked_for_meanwhile_is_done_here()
    {
        await StartSyncedAsync();
        Server.Faults.OnEvery("APPEND").ReplyNo("[TOOBIG] Too long");
        var (kept, deleted) = (await AppendAsync(Message("draft 1")), await AppendAsync(Message("draft 2")));
        await MarkAsync(kept, read: false);
        await MoveAsync(kept, "Archive/2025");
        await Engine.SyncAsync(Account, Deadline);
        await DeleteAsync(deleted);
        await SyncAsync();

        var shown = (await ShownAsync(kept))!;
        Assert.That((shown.FolderName, shown.Flags), Is.EqualTo(("Archive/2025", EMailFlags.Draft)));
        Assert.That(await ShownAsync(deleted), Is.Null);
        Assert.That(await CountAsync(), Is.EqualTo(new ChangeCount(Account, 0, 1)));
    }

    [Test]
    public async Task It_can_be_marked_and_deleted_here()
    {
        var item = await RefusedAsync();
        await MarkAsync(item, read: false);
        await Recorder.SetRepliedAsync([item], Deadline);
        Assert.That((await ShownAsync(item))!.Flags, Is.EqualTo(EMailFlags.Draft | EMailFlags.Answered));

        await DeleteAsync(item);
        Assert.That(await ItemsAsync("draft 1"), Is.Empty);
        Assert.That(await CountAsync(), Is.EqualTo(default(ChangeCount)), "the refusal goes with it");
        await SyncAsync();
        await AssertSettledAsync();
    }

    [Test]
    public async Task Moving_it_asks_the_server_again()
    {
        var item = await RefusedAsync();
        Server.Faults.Clear();
        await MoveAsync(item, "Archive/2025");
        await SettleAsync();

        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "draft 1" }));
        Assert.That((await ShownAsync(item))!.FolderName, Is.EqualTo("Archive/2025"));
        Assert.That(await ReasonAsync(), Is.Empty);
        await AssertSettledAsync();
    }

    [Test]
    public async Task Saving_it_anew_asks_the_server_again()
    {
        var item = await RefusedAsync();
        Server.Faults.Clear();
        Assert.That(await AppendAsync(Message("draft 1, shorter"), replaces: item), Is.EqualTo(item));
        await SettleAsync();

        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "draft 1, shorter" }));
        Assert.That(await ReasonAsync(), Is.Empty);
        await AssertSettledAsync();
    }

    [Test]
    public async Task The_version_that_the_server_has_stays_when_it_does_not_take_the_new_one()
    {
        await StartSyncedAsync();
        var item = await AppendAsync(Message("draft 1"));
        await SettleAsync();
        Server.Faults.OnEvery("APPEND").ReplyNo("[OVERQUOTA] Full");
        await AppendAsync(Message("draft 2"), replaces: item);
        await SyncAsync();

        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "draft 1" }));
        Assert.That((await ShownAsync(item))!.Subject, Is.EqualTo("draft 2"));
        Assert.That(await ShownInAsync("Drafts"), Is.EquivalentTo(new[] { item, await ItemAsync("draft 1") }), "both can be seen");
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_folder_that_is_gone_refuses()
    {
        await StartSyncedAsync();
        var item = await AppendAsync(Message("draft 1"));
        Anna.DeleteFolder("Drafts");
        await SettleAsync();

        Assert.That((await CountAsync()).Rejected, Is.EqualTo(1));
        Assert.That((await ShownAsync(item))!.Subject, Is.EqualTo("draft 1"));
        await MoveAsync(item, "Archive/2025");
        await SettleAsync();
        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "draft 1" }));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_server_that_says_how_much_it_takes_is_not_sent_more()
    {
        await StartSyncedAsync([.. SandboxCapabilities.Full, "APPENDLIMIT=100"]);
        var item = await AppendAsync(Message("draft 1"));
        await SyncAsync();

        Assert.That(Server.Log.Count("APPEND"), Is.Zero);
        Assert.That(await ReasonAsync(), Does.Contain("100 bytes"));
        Assert.That(await ShownAsync(item), Is.Not.Null);
    }

    [Test]
    public async Task A_message_at_which_the_line_always_breaks_does_not_hold_up_the_account_for_ever()
    {
        await StartSyncedAsync();
        Server.Faults.OnEvery("APPEND").DropLine();
        var item = await AppendAsync(Message("draft 1"));
        Anna.Inbox.Append(Message("news"));
        for (var i = 1; i <= 5; i++)
        {
            Assert.That((await Engine.SyncAsync(Account, Deadline)).Error, Is.Not.Null);
        }

        await SyncAsync();
        Assert.That(await ReasonAsync(), Does.Contain("broke 5 times"));
        Assert.That(await ShownAsync(item), Is.Not.Null);
        Assert.That(await ItemsAsync("news"), Has.Count.EqualTo(1));
    }

    private async Task<int> RefusedAsync()
    {
        await StartSyncedAsync();
        Server.Faults.OnEvery("APPEND").ReplyNo("[TOOBIG] Too long");
        var item = await AppendAsync(Message("draft 1"));
        await SyncAsync();
        return item;
    }

    private async Task<string> ReasonAsync() => (await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!.ErrorReason;
}
