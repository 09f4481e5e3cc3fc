using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>The connection breaks at each command while messages are appended and replaced. None is lost or stored twice.</summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC", "before")]
[TestFixture("QRESYNC", "after")]
[TestFixture("MOVE without COPYUID", "after")]
[TestFixture("neither", "after")]
[CancelAfter(60_000)]
public sealed class CutAppendTests(string tier, string when) : PushFixture
{
    [Test]
    public async Task A_cut_at_any_command_costs_nothing([Range(3, 26)] int nth)
    {
        await StartSyncedAsync(tier == "MOVE without COPYUID" ? [.. SandboxCapabilities.Full.Except(["UIDPLUS"])] : Capabilities(tier));
        var draft = await AppendAsync(Message("draft 1"));
        await SettleAsync();
        await AppendAsync(Message("draft 2"), replaces: draft);
        var moved = await AppendAsync(Message("moved"));
        await MoveAsync(moved, "Archive/2025");
        await DeleteAsync(await AppendAsync(Message("deleted")));
        var sent = await AppendAsync(Message("sent 2"), "Sent", mayBeThere: true);
        var fault = Server.Faults.On(SandboxFaults.AnyCommand, nth);
        _ = when == "after" ? fault.ExecuteThenDropLine() : fault.DropLine();

        await Engine.SyncAsync(Account, Deadline);
        await AppendAsync(Message("draft 3"), replaces: draft);
        Server.Faults.Clear();
        await SettleAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "draft 3" }));
            Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "moved" }));
            Assert.That(OnServer("Sent"), Is.EqualTo(new[] { "sent 1", "sent 2" }));
            Assert.That((await ShownAsync(draft))!.Subject, Is.EqualTo("draft 3"), "ids survive");
            Assert.That((await ShownAsync(moved))!.FolderName, Is.EqualTo("Archive/2025"), "ids survive");
            Assert.That((await ShownAsync(sent))!.FolderName, Is.EqualTo("Sent"), "ids survive");
        }

        await AssertSettledAsync();
    }
}
