using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>A message is saved again between the time at which a sync reads the stored state and the time at which it writes.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class SavedMeanwhileTests : PushFixture
{
    [Test]
    public async Task A_new_version_is_kept_when_the_sync_finds_that_the_old_one_is_gone()
    {
        await StartSyncedAsync(Capabilities("neither"));
        Anna["Drafts"].Append(Message("another draft"));
        var item = await AppendAsync(Message("draft 1"));
        await SettleAsync();
        Anna["Drafts"].Expunge(2);

        Server.Faults.OnEvery("APPEND").ReplyNo("[NOPERM] You may not");
        await SaveWhileSyncingAsync(item);
        await SyncAsync();
        await SyncAsync();

        Assert.That((await ShownAsync(item))?.Subject, Is.EqualTo("draft 2"));
    }

    private async Task SaveWhileSyncingAsync(int item)
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var listed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = Server.Faults.On("EXAMINE").Containing("Drafts").DelayUntil(opened.Task);
        var sync = SyncAsync();
        Assert.That(await Task.WhenAny(open.Reached, sync), Is.SameAs(open.Reached), "Drafts was not opened");
        var list = Server.Faults.On("UID FETCH").DelayUntil(listed.Task);
        opened.SetResult();
        Assert.That(await Task.WhenAny(list.Reached, sync), Is.SameAs(list.Reached), "Drafts was not listed");
        await AppendAsync(Message("draft 2"), replaces: item);
        listed.SetResult();
        await sync;
    }
}
