using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>
/// The server stops answering at each command in turn and keeps the connection open. The engine gives up after its timeout, which the
/// test's clock reaches at once, and the next sync loses nothing.
/// </summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC")]
[TestFixture("neither")]
[CancelAfter(60_000)]
public sealed class StallTests(string tier) : PushFixture
{
    private readonly ManualTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    protected override TimeProvider Patience => _clock;

    [Test]
    public async Task Silence_at_any_command_of_a_first_sync([Range(1, 16)] int nth)
    {
        await StartAsync(Capabilities(tier), ("Sync:SweepSeconds", "3600"), ("Sync:BatchMessages", "2"));
        await StallAsync(Server.Faults.On(SandboxFaults.AnyCommand, nth).Hang());

        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task Silence_within_any_message([Range(1, 5)] int literal)
    {
        await StartAsync(Capabilities(tier), ("Sync:SweepSeconds", "3600"));
        await StallAsync(Server.Faults.On("UID FETCH", nth: 4).HangInsideLiteral(20, literal));

        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task Silence_at_any_command_of_a_push([Range(3, 20)] int nth)
    {
        await StartSyncedAsync(Capabilities(tier));
        var draft = await AppendAsync(Message("draft 1"));
        await SettleAsync();
        await AppendAsync(Message("draft 2"), replaces: draft);
        var moved = await ItemAsync("inbox 1");
        await MoveAsync(moved, "Archive/2025");
        await MarkAsync(moved, read: true);
        await DeleteAsync(await ItemAsync("inbox 3"));
        await StallAsync(Server.Faults.On(SandboxFaults.AnyCommand, nth).Hang());

        await SettleAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(OnServer("INBOX"), Is.EqualTo(new[] { "inbox 2", "inbox 4", "inbox 5" }));
            Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "inbox 1" }));
            Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "draft 2" }));
            Assert.That((await ShownAsync(moved))!.FolderName, Is.EqualTo("Archive/2025"), "ids survive");
            Assert.That((await ShownAsync(draft))!.Subject, Is.EqualTo("draft 2"), "ids survive");
        }

        await AssertSettledAsync();
    }

    /// <summary>Syncs, and lets the engine's timeout pass when the server has stopped answering.</summary>
    private async Task StallAsync(SandboxFault silence)
    {
        var sync = Engine.SyncAsync(Account, Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!sync.IsCompleted && await timer.WaitForNextTickAsync(Deadline))
        {
            if (silence.Reached.IsCompleted)
            {
                _clock.Advance(TimeSpan.FromSeconds(130));
            }
        }

        var error = (await sync).Error;
        // A missing answer to LOGOUT does not matter.
        Assert.That(error, Is.Null.Or.InstanceOf<MailServerException>().With.Property("IsTransient").True);
        Assert.That(error is not null || silence.Hits == 0 || Server.Log.Entries.Any(entry => entry.Command == "LOGOUT"));
        Server.Faults.Clear();
    }
}
