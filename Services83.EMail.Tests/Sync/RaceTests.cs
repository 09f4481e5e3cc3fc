using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Sync.Pushes;

namespace Services83.EMail.Tests.Sync;

/// <summary>The mailbox changes while it is being synced.</summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC")]
[TestFixture("CONDSTORE")]
[TestFixture("neither")]
[CancelAfter(60_000)]
public sealed class RaceTests(string tier) : SyncFixture
{
    [SetUp]
    public Task Start() => StartAsync(Capabilities(tier));

    [Test]
    public async Task A_message_that_vanishes_between_listing_and_fetching_is_no_failure()
    {
        await WhileSyncingAsync("UID FETCH", "BODY.PEEK[]", 1, () => Anna.Inbox.Expunge(2));
        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(await Engine.Database.QueryAsync<long>("SELECT uid FROM undelivered", new { }, Deadline), Is.Empty);
    }

    [Test]
    public async Task A_message_that_moves_to_a_folder_which_was_compared_before_keeps_its_id()
    {
        await SyncAsync();
        var before = await CachedMailbox.IdsAsync(Engine.Database, Account);
        Anna["Sent"].Append(Message("so that Sent is opened"));
        Anna.Inbox.Append(Message("so that the inbox is opened"));

        // The inbox is compared first; when Sent is opened a message moves from there into the inbox.
        await WhileSyncingAsync("EXAMINE", "Sent", 1, () => Anna["Sent"].Move(Anna.Inbox, 1));
        await SyncAsync();
        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(await CachedMailbox.IdsAsync(Engine.Database, Account), Is.SupersetOf(before));
    }

    [Test]
    public async Task A_message_that_moves_from_a_folder_which_was_compared_before_keeps_its_id()
    {
        await SyncAsync();
        var before = await CachedMailbox.IdsAsync(Engine.Database, Account);
        Anna.Inbox.Append(Message("so that the inbox is opened"));
        Anna["Sent"].Append(Message("so that Sent is opened"));

        // The inbox is compared first; when Sent is opened a message that was seen in the inbox moves there.
        await WhileSyncingAsync("EXAMINE", "Sent", 1, () => Anna.Inbox.Move(Anna["Sent"], 1));
        await SyncAsync();
        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(await CachedMailbox.IdsAsync(Engine.Database, Account), Is.SupersetOf(before));
    }

    [Test]
    public async Task A_message_that_hides_from_two_syncs_keeps_its_id()
    {
        await SyncAsync();
        var before = await CachedMailbox.IdsAsync(Engine.Database, Account);
        for (var round = 1; round <= 2; round++)
        {
            // Each time it leaves Sent just before that is compared, for the inbox, which has been compared.
            Anna["Sent"].Append(Message($"so that Sent is opened, {round}"));
            await WhileSyncingAsync(
                "EXAMINE", "Sent", 1, () => Anna["Sent"].Move(Anna.Inbox, UidOf("Sent", "sent 1")));
            Anna.Inbox.Move(Anna["Sent"], UidOf("INBOX", "sent 1"));
        }

        await SyncAsync();
        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(await CachedMailbox.IdsAsync(Engine.Database, Account), Is.SupersetOf(before));
    }

    [Test]
    public async Task A_folder_that_is_replaced_between_listing_and_fetching_is_synced_in_the_same_run()
    {
        await WhileSyncingAsync("EXAMINE", "INBOX", 2, Anna.Inbox.ResetUidValidity);

        await AssertEqualAsync();
    }

    [Test]
    public async Task Messages_that_were_deleted_leave_the_database_with_the_sync_after()
    {
        await SyncAsync();
        Anna.Inbox.Expunge(1, 2);
        await SyncAsync();
        await SyncAsync();

        var items = await Engine.Database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM email_item", new { }, Deadline);
        var contents = await Engine.Database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM content", new { }, Deadline);
        var bodies = await Engine.Database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM content_body", new { }, Deadline);
        Assert.That((items, contents, bodies), Is.EqualTo((5, 5, 5)));
    }

    [Test]
    public async Task A_server_that_lists_no_folder_at_all_takes_nothing_away()
    {
        await SyncAsync();
        var fault = Server.Faults.OnEvery("LIST").Rewrite(line => line.Replace("* LIST", "* OK", StringComparison.Ordinal));

        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error?.Message, Does.Contain("lists no folder"));
        await AssertEqualAsync();
        Server.Faults.Remove(fault);
        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_server_that_gives_no_uidnext_is_synced_all_the_same()
    {
        Server.Faults.OnEvery("EXAMINE").Rewrite(line => line.Replace("UIDNEXT", "X-NEXT", StringComparison.Ordinal));
        await SyncAsync();
        Anna.Inbox.Append(Message("another"));
        Anna.Inbox.Expunge(1);
        await SyncAsync();

        await AssertEqualAsync();
    }

    [Test]
    public async Task A_folder_without_uidvalidity_is_refused_by_name_and_the_others_are_synced()
    {
        var fault = Server.Faults.OnEvery("EXAMINE").Rewrite(line => line.Replace("UIDVALIDITY", "X-VALIDITY", StringComparison.Ordinal));

        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error?.Message, Does.Contain("INBOX").And.Contain("UIDVALIDITY"));
        Server.Faults.Remove(fault);
        await SyncAsync();
        await AssertEqualAsync();
    }

    [TestCase("0")]
    [TestCase("3")]
    [TestCase("4000000000")]
    public async Task A_server_that_lies_about_the_count_loses_nothing_in_the_end(string lie)
    {
        await SyncAsync();
        var before = await CachedMailbox.IdsAsync(Engine.Database, Account);
        Anna.Inbox.Append(Message("another"));
        var fault = Server.Faults.OnEvery("EXAMINE").Rewrite(
            line => Regex.Replace(line, @"^\* \d+ EXISTS", $"* {lie} EXISTS"));
        await Engine.SyncAsync(Account, Deadline);
        Server.Faults.Remove(fault);
        Anna.Inbox.Append(Message("and another"));

        await SyncAsync();
        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(await CachedMailbox.IdsAsync(Engine.Database, Account), Is.SupersetOf(before));
    }

    private uint UidOf(string folder, string subject) =>
        Anna[folder].Messages.Single(message => PushFixture.Subject(message) == subject).Uid;

    /// <summary>Syncs, and does something when the server has a certain command in its hands and has not answered yet.</summary>
    private async Task WhileSyncingAsync(string command, string containing, int nth, Action change)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fault = Server.Faults.On(command, nth).Containing(containing).DelayUntil(gate.Task);
        var sync = SyncAsync();
        Assert.That(await Task.WhenAny(fault.Reached, sync), Is.SameAs(fault.Reached), "the moment never came");
        change();
        gate.SetResult();
        await sync;
        Server.Faults.Remove(fault);
    }
}
