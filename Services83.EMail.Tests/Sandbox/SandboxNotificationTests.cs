using NUnit.Framework;

namespace Services83.EMail.Tests.Sandbox;

/// <summary>The reports that one session gets about changes by others.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class SandboxNotificationTests : SandboxFixture
{
    [Test]
    public async Task Noop_tells_what_another_session_did()
    {
        await using var one = await SelectAsync();
        await using var other = await SelectAsync();
        await other.OkAsync(@"STORE 2 +FLAGS (\Flagged)", Deadline);
        await other.OkAsync(@"STORE 1 +FLAGS.SILENT (\Deleted)", Deadline);
        await other.OkAsync("EXPUNGE", Deadline);
        await other.OkAsync("APPEND INBOX {1+}\r\nx", Deadline);

        Assert.That(await one.OkAsync("NOOP", Deadline), Is.EqualTo(new[] { "* 1 EXPUNGE", "* 2 EXISTS", @"* 1 FETCH (FLAGS (\Flagged))" }));
        Assert.That(await one.OkAsync("NOOP", Deadline), Is.Empty);
    }

    [Test]
    public async Task With_qresync_expunges_are_vanished_and_flag_changes_have_uid_and_modseq()
    {
        await using var client = await LogInAsync();
        await client.OkAsync("ENABLE QRESYNC", Deadline);
        await client.OkAsync("SELECT INBOX", Deadline);

        Anna.Inbox.Expunge(1);
        Anna.Inbox.SetFlags(2, @"\Flagged");

        Assert.That(await client.OkAsync("NOOP", Deadline), Is.EqualTo(new[] { "* VANISHED 1", @"* 1 FETCH (UID 2 FLAGS (\Flagged) MODSEQ (5))" }));
    }

    [Test]
    public async Task Sequence_numbers_hold_still_during_fetch_and_store()
    {
        await using var client = await SelectAsync();
        Anna.Inbox.Expunge(1);

        Assert.That(await client.OkAsync("FETCH 2 UID", Deadline), Is.EqualTo(new[] { "* 2 FETCH (UID 2)" }));
        Assert.That(await client.OkAsync("UID FETCH 2 UID", Deadline), Is.EqualTo(new[] { "* 2 FETCH (UID 2)", "* 1 EXPUNGE" }));
        Assert.That(await client.OkAsync("FETCH 1 UID", Deadline), Is.EqualTo(new[] { "* 1 FETCH (UID 2)" }));
    }

    [Test]
    public async Task Idle_pushes_changes_at_once_until_done()
    {
        await using var client = await SelectAsync();
        var tag = await client.SendAsync("IDLE", Deadline);
        Assert.That(await client.ReadLineAsync(Deadline), Is.EqualTo("+ idling"));

        Anna.Inbox.Append(Hello);
        Assert.That(await client.ReadLineAsync(Deadline), Is.EqualTo("* 3 EXISTS"));
        Anna.Inbox.SetFlags(3, @"\Seen");
        Assert.That(await client.ReadLineAsync(Deadline), Is.EqualTo(@"* 3 FETCH (FLAGS (\Seen))"));
        Anna.Inbox.Expunge(1, 2);
        Assert.That(await client.ReadLineAsync(Deadline), Is.EqualTo("* 2 EXPUNGE"));
        Assert.That(await client.ReadLineAsync(Deadline), Is.EqualTo("* 1 EXPUNGE"));

        await client.SendRawAsync("DONE\r\n", Deadline);
        Assert.That((await client.ReadReplyAsync(tag, Deadline))[^1], Does.StartWith("OK"));
    }

    [Test]
    public async Task A_test_can_wait_until_a_client_idles()
    {
        await using var client = await SelectAsync();
        var idling = Server.Log.WaitForAsync("IDLE", 1, Deadline);
        Assert.That(idling.IsCompleted, Is.False);

        await client.SendAsync("IDLE", Deadline);

        await idling;
    }

    [Test]
    public async Task New_uids_or_deletion_of_the_selected_folder_end_the_session()
    {
        await using var one = await SelectAsync();
        await using var other = await SelectAsync("Junk");
        Anna.Inbox.ResetUidValidity();
        Anna.DeleteFolder("Junk");

        foreach (var client in new[] { one, other })
        {
            await client.SendAsync("NOOP", Deadline);
            Assert.That(await client.ReadLineAsync(Deadline), Does.StartWith("* BYE"));
            Assert.That(await client.ReadLineAsync(Deadline), Is.Null);
        }
    }

    [Test]
    public async Task Reset_gives_new_uids_from_one()
    {
        Anna.Inbox.Expunge(1);
        var before = Anna.Inbox.UidValidity;

        Anna.Inbox.ResetUidValidity();

        Assert.That(Anna.Inbox.UidValidity, Is.GreaterThan(before));
        Assert.That(Anna.Inbox.Messages.Select(message => message.Uid), Is.EqualTo(new[] { 1u }));
        Assert.That(Anna.Inbox.UidNext, Is.EqualTo(2));
    }

    [Test]
    public async Task Many_sessions_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using var client = await SelectAsync();
            for (var number = 0; number < 20; number++)
            {
                await client.OkAsync("APPEND INBOX {1+}\r\nx", Deadline);
                await client.OkAsync("UID FETCH 1:* (FLAGS BODY.PEEK[])", Deadline);
            }
            await client.OkAsync("LOGOUT", Deadline);
        }));

        Assert.That(Anna.Inbox.Messages.Select(message => (int)message.Uid), Is.EqualTo(Enumerable.Range(1, 162)));
        Assert.That(Server.Log.SessionsPeak("anna"), Is.InRange(1, 8));
    }
}
