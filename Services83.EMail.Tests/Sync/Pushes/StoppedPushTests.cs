using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Run;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>
/// The program is told to stop while the server makes a message. If it did not wait for the answer, another process might look for the message
/// before the server has made it, and make a second one.
/// </summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
public sealed class StoppedPushTests : PushFixture
{
    [Test]
    public async Task The_answer_to_a_message_that_was_sent_is_waited_for()
    {
        await StartSyncedAsync();
        await AppendAsync(Message("draft 1"));

        await StopDuringAsync("APPEND");

        Assert.That((await CountAsync()).Pending, Is.Zero);
        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "draft 1" }));
        await SyncAsync();
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_copy_that_was_begun_is_made_and_found_by_the_next_run()
    {
        await StartSyncedAsync([.. SandboxCapabilities.Full.Except(["MOVE"])]);
        await MoveAsync(await ItemAsync("inbox 1"), "Archive/2025");

        await StopDuringAsync("UID COPY");

        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "inbox 1" }));
        await SettleAsync();
        Assert.That(Server.Log.Count("UID COPY"), Is.EqualTo(1));
        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "inbox 1" }));
        await AssertSettledAsync();
    }

    private async Task StopDuringAsync(string command)
    {
        var answer = new TaskCompletionSource();
        Server.Faults.On(command).DelayUntil(answer.Task);
        using var stop = new CancellationTokenSource();
        var run = Engine.Get<AccountSync>().RunAsync(Account, SyncDepth.Everything, stop.Token);
        await Server.Log.WaitForAsync(command, 1, Deadline);

        await stop.CancelAsync();
        answer.SetResult();

        await Assert.ThatAsync(() => run, Throws.InstanceOf<OperationCanceledException>());
    }
}
