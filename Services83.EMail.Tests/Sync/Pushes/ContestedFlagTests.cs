using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>Two clients change the flags of one message at the same moment, on a server that keeps modification sequences.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class ContestedFlagTests : PushFixture
{
    [SetUp]
    public Task Start() => StartSyncedAsync();

    [Test]
    public async Task A_message_that_is_being_changed_by_somebody_else_is_read_again_and_gets_both_changes()
    {
        // Somebody flags the message between our look at it and our change.
        var held = new TaskCompletionSource();
        var store = Server.Faults.On("UID STORE").DelayUntil(held.Task);
        await MarkAsync(await ItemAsync("inbox 1"), read: true);
        var sync = Engine.SyncAsync(Account, Deadline);
        await store.Reached.WaitAsync(Deadline);
        Anna.Inbox.SetFlags(1, @"\Flagged");
        held.SetResult();
        await sync;
        await SettleAsync();

        Assert.That(Anna.Inbox.Find(1)!.Flags, Is.EquivalentTo(new[] { @"\Flagged", @"\Seen" }));
        Assert.That(Server.Log.Count("UID STORE"), Is.EqualTo(2));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_message_that_is_contested_twice_waits_for_the_next_sync()
    {
        Server.Faults.On("UID STORE", 1).ReplyNo("[MODIFIED 1] Somebody was quicker");
        Server.Faults.On("UID STORE", 2).ReplyNo("[MODIFIED 1] Somebody was quicker");
        await MarkAsync(await ItemAsync("inbox 1"), read: true);

        await Engine.SyncAsync(Account, Deadline);
        Assert.That((await CountAsync()).Pending, Is.EqualTo(1));

        await SettleAsync();
        Assert.That(Anna.Inbox.Find(1)!.Flags, Is.EqualTo(new[] { @"\Seen" }));
        await AssertSettledAsync();
    }
}
