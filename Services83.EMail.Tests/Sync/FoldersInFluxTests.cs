using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Sync.Pushes;

namespace Services83.EMail.Tests.Sync;

/// <summary>Folders and messages that disappear while an account is synced, or that a server describes in an unusual way.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed partial class FoldersInFluxTests : PushFixture
{
    [TestCase("QRESYNC", "EXAMINE")]
    [TestCase("neither", "EXAMINE")]
    [TestCase("QRESYNC", "UID FETCH")]
    public async Task A_folder_that_is_deleted_while_the_account_is_synced_is_no_error(string tier, string moment)
    {
        await StartAsync(Capabilities(tier), ("Sync:SweepSeconds", "3600"));

        await DuringAsync(moment == "EXAMINE" ? Server.Faults.On(moment).Containing("Sent") : Server.Faults.On("EXAMINE"), () => Anna.DeleteFolder("Sent"));

        await SyncAsync();
        await AssertEqualAsync();
    }

    [TestCase("QRESYNC")]
    [TestCase("neither")]
    public async Task A_folder_that_is_renamed_while_the_account_is_synced_keeps_its_messages(string tier)
    {
        await StartSyncedAsync(Capabilities(tier));
        var id = await ItemAsync("sent 1");
        Anna["Sent"].Append(Message("sent 2"));

        await DuringAsync(Server.Faults.On("EXAMINE").Containing("Sent"), () => Anna.RenameFolder("Sent", "Sent before"));

        await SyncAsync();
        await AssertEqualAsync();
        Assert.That(await ItemAsync("sent 1"), Is.EqualTo(id));
    }

    [Test]
    public async Task A_folder_that_is_refused_and_still_there_is_an_error()
    {
        await StartAsync();
        Server.Faults.OnEvery("EXAMINE").Containing("Sent").ReplyNo("Not now");

        Assert.That((await Engine.SyncAsync(Account, Deadline)).Error?.Message, Does.Contain("Sent"));
    }

    [TestCase("QRESYNC")]
    [TestCase("neither")]
    public async Task A_message_that_is_gone_everywhere_is_unknown_after_the_sync_that_saw_it_go(string tier)
    {
        await StartSyncedAsync(Capabilities(tier));
        var (expunged, moved) = (await ItemAsync("inbox 5"), await ItemAsync("inbox 4"));
        Anna.Inbox.Expunge(5);
        Anna.Inbox.Move(Anna["Archive/2025"], 4);

        await SyncAsync();

        Assert.That(await ShownAsync(expunged), Is.Null);
        Assert.That(await ShownInAsync("Archive/2025"), Is.EqualTo(new[] { moved }));
    }

    [Test]
    public async Task What_a_server_offers_and_does_not_enable_is_not_used()
    {
        await StartAsync();
        Server.Faults.OnEvery("ENABLE").Rewrite(line => line.Replace("ENABLED QRESYNC", "ENABLED CONDSTORE", StringComparison.Ordinal));
        await SyncAsync();
        Anna.Inbox.Append(Message("new"));
        Anna.Inbox.SetFlags(1, @"\Flagged");
        Anna.Inbox.Expunge(3);

        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(Server.Log.Entries.Select(entry => entry.Line), Has.None.Contains("(QRESYNC"));
    }

    [Test]
    public async Task A_folder_whose_UIDVALIDITY_is_kept_only_once_it_was_selected_is_synced()
    {
        await StartAsync();
        var (made, selected) = (0, false);
        Server.Faults.OnEvery("EXAMINE").Containing("Sent").Rewrite(line => selected ? line : Validity().Replace(
            line, _ => string.Create(CultureInfo.InvariantCulture, $"UIDVALIDITY {1_900_000_000 + ++made}")));
        Server.Faults.OnEvery("SELECT").Containing("Sent").Rewrite(line =>
        {
            selected = true;
            return line;
        });

        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(selected, Is.True);
    }

    /// <summary>Courier derives it from the clock at each EXAMINE and STATUS, so within a second the numbers do not show a
    /// difference.</summary>
    [Test]
    public async Task A_UIDVALIDITY_that_is_another_one_at_each_sync_is_made_the_server_keep()
    {
        await StartAsync(Capabilities("neither"));
        var (clock, kept) = (1_900_000_000u, false);
        foreach (var command in (string[])["EXAMINE", "STATUS", "SELECT"])
        {
            Server.Faults.OnEvery(command).Containing("Sent").Rewrite(line =>
            {
                kept |= command == "SELECT";
                return Validity().Replace(line, string.Create(CultureInfo.InvariantCulture, $"UIDVALIDITY {clock}"));
            });
        }

        for (var sync = 1; sync <= 4; sync++)
        {
            Server.Log.Clear();
            await SyncAsync();
            clock += kept ? 0u : 60;
        }

        await AssertEqualAsync();
        Assert.That(Server.Log.Entries.Select(entry => entry.Line), Has.None.Contains("BODY.PEEK[]"));
        Assert.That(Server.Log.Count("SELECT"), Is.Zero, "once is enough");
    }

    [GeneratedRegex(@"UIDVALIDITY \d+")]
    private static partial Regex Validity();

    /// <summary>Lets something happen while a sync waits for the answer to a command.</summary>
    private async Task DuringAsync(SandboxFault moment, Action happening)
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        moment.DelayUntil(released.Task);
        var sync = Engine.SyncAsync(Account, Deadline);
        await moment.Reached.WaitAsync(Deadline);
        happening();
        released.SetResult();
        Assert.That((await sync).Error, Is.Null);
    }
}
