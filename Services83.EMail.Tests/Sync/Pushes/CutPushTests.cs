using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>
/// The connection breaks at each command of a push in turn, before or after the server has executed it. No change is lost or made twice.
/// </summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC", "before")]
[TestFixture("QRESYNC", "after")]
[TestFixture("MOVE without COPYUID", "after")]
[TestFixture("UIDPLUS without MOVE", "before")]
[TestFixture("UIDPLUS without MOVE", "after")]
[TestFixture("neither", "before")]
[TestFixture("neither", "after")]
[CancelAfter(60_000)]
public sealed class CutPushTests(string tier, string when) : PushFixture
{
    private static readonly string[] WithoutMove = [.. SandboxCapabilities.Full.Except(["MOVE"])];
    private static readonly string[] WithoutUidPlus = [.. SandboxCapabilities.Full.Except(["UIDPLUS"])];

    [Test]
    public async Task A_cut_at_any_command_costs_nothing([Range(3, 34)] int nth)
    {
        await StartSyncedAsync(tier switch
        {
            "UIDPLUS without MOVE" => WithoutMove,
            "MOVE without COPYUID" => WithoutUidPlus,
            _ => Capabilities(tier),
        });
        var ids = await CachedMailbox.IdsAsync(Engine.Database, Account);
        var (first, second) = (await ItemAsync("inbox 1"), await ItemAsync("inbox 2"));
        await MoveAsync(first, "Archive/2025");
        await MoveAsync(second, "Archive/2025");
        await MarkAsync(first, read: true);
        await DeleteAsync(await ItemAsync("inbox 3"));
        await MoveAsync(first, "Trash");
        var fault = Server.Faults.On(SandboxFaults.AnyCommand, nth);
        _ = when == "after" ? fault.ExecuteThenDropLine() : fault.DropLine();

        await Engine.SyncAsync(Account, Deadline);
        Server.Faults.Clear();
        await SettleAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(OnServer("INBOX"), Is.EqualTo(new[] { "inbox 4", "inbox 5" }));
            Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "inbox 2" }));
            Assert.That(OnServer("Trash"), Is.EqualTo(new[] { "inbox 1" }));
            Assert.That(Anna["Trash"].Messages.Single(message => Subject(message) == "inbox 1").Flags, Contains.Item(@"\Seen"));
            Assert.That((await ShownAsync(first))!.FolderName, Is.EqualTo("Trash"), "ids survive");
            Assert.That((await ShownAsync(second))!.FolderName, Is.EqualTo("Archive/2025"), "ids survive");
        }

        await AssertSettledAsync();
        Assert.That(ids.Values, Is.SupersetOf((await ShownInAsync("Sent")).Concat(await ShownInAsync("Trash"))));
    }
}
