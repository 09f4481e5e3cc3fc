using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>Messages that a server lists but cannot deliver are skipped, reported, and retried much later.</summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC")]
[TestFixture("neither")]
[CancelAfter(60_000)]
public sealed class UndeliveredTests(string tier) : SyncFixture
{
    [Test]
    public async Task A_message_that_is_answered_with_nothing_is_stepped_over([Values] bool asked)
    {
        await StartAsync(Capabilities(tier));
        var fault = Server.Faults.OnEvery("UID FETCH").Rewrite(WithoutBodyOf(3));

        await AssertSteppedOverAsync(3, "sends nothing");

        Server.Faults.Remove(fault);
        await AssertDeliveredLaterAsync(asked);
    }

    [Test]
    public async Task A_message_that_a_clock_which_was_ahead_has_put_off_is_tried_again()
    {
        await StartAsync(Capabilities(tier));
        var fault = Server.Faults.OnEvery("UID FETCH").Rewrite(WithoutBodyOf(3));
        await AssertSteppedOverAsync(3, "sends nothing");
        Server.Faults.Remove(fault);

        await Engine.Database.ExecuteAsync(
            "UPDATE undelivered SET retry_at = @ahead", new { ahead = TimeProvider.System.GetUtcNow().AddYears(1) }, Deadline);

        Server.Log.Clear();
        await CheckAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_message_that_makes_the_server_say_no_does_not_take_its_batch_along([Values] bool asked)
    {
        await StartAsync(Capabilities(tier));
        var fault = Server.Faults.OnEvery("UID FETCH").Rewrite(RefusingBodyOf(3));

        await AssertSteppedOverAsync(3, "cannot be read");

        Server.Faults.Remove(fault);
        await AssertDeliveredLaterAsync(asked);
    }

    [Test]
    public async Task A_server_that_always_hangs_up_within_the_third_message_costs_no_other_message()
    {
        await StartAsync(Capabilities(tier));
        Server.Faults.OnEvery("UID FETCH").CloseInsideLiteral(20, literal: 3);

        for (var run = 0; run < 4; run++)
        {
            await Engine.SyncAsync(Account, Deadline);
        }

        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_server_that_hangs_up_at_every_message_is_not_asked_for_ever()
    {
        await StartAsync(Capabilities(tier), ("Sync:BatchMessages", "1"));
        Server.Faults.OnEvery("UID FETCH").CloseInsideLiteral(20);
        for (var run = 0; run < 3 * 7; run++)
        {
            await Engine.SyncAsync(Account, Deadline);
        }

        await SyncAsync();
        Assert.That((await AccountAsync()).ErrorReason, Does.Contain("(7)"));

        Server.Faults.Clear();
        await AssertDeliveredLaterAsync(asked: false);
    }

    [Test]
    public async Task A_line_that_breaks_within_a_message_hides_it_from_no_sync_that_has_a_good_line()
    {
        await StartAsync(Capabilities(tier));
        var uid = Anna.Inbox.Append(Large());
        var fault = Server.Faults.OnEvery("UID FETCH").Containing("BODY.PEEK[]").CloseInsideLiteral(20_000, literal: 6);
        Server.Faults.OnEvery("UID FETCH").Containing($"UID FETCH {uid} ").CloseInsideLiteral(20_000);
        for (var run = 0; run < 5; run++)
        {
            var outcome = await Engine.SyncAsync(Account, Deadline);
            if (run < 2)
            {
                Assert.That(outcome.Error, Is.Not.Null, "never well without it before the message is known to be at fault");
            }
        }

        Server.Faults.Clear();
        await SyncAsync();

        await AssertEqualAsync();
        Assert.That((await AccountAsync()).ErrorReason, Is.Empty);
        Assert.That(fault.Hits, Is.Positive);
    }

    [Test]
    public async Task A_moved_message_during_which_the_line_broke_keeps_its_id()
    {
        // With EMAILID the message would be recognised without being fetched.
        await StartAsync([.. Capabilities(tier).Where(name => name != "OBJECTID")]);
        var uid = Anna.Inbox.Append(Large());
        await SyncAsync();
        var id = await LargeIdAsync();
        Anna.Inbox.Move(Anna["Archive/2025"], uid);
        var fault = Server.Faults.On("UID FETCH").Containing("BODY.PEEK[]").CloseInsideLiteral(20_000);
        Assert.That((await Engine.SyncAsync(Account, Deadline)).Error, Is.Not.Null);
        Assert.That(fault.Hits, Is.Positive);

        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(await LargeIdAsync(), Is.EqualTo(id));
        await SyncAsync();
        Assert.That(await Engine.Database.QueryAsync<long>("SELECT item_id FROM email_item WHERE uid IS NULL", new { }, Deadline), Is.Empty, "the wait ends");
    }

    [Test]
    public async Task A_line_that_breaks_at_another_place_each_time_is_not_the_fault_of_a_message()
    {
        await StartAsync(Capabilities(tier));
        var uid = Anna.Inbox.Append(Large());
        var first = Server.Faults.OnEvery("UID FETCH").Containing("BODY.PEEK[]").CloseInsideLiteral(100_000, literal: 6);
        await Engine.SyncAsync(Account, Deadline);
        Assert.That(first.Hits, Is.Positive);
        Server.Faults.Remove(first);

        // Every later attempt fetches only the part in which the connection broke and the first part.
        for (var run = 0; run < 5; run++)
        {
            var fault = Server.Faults.On("UID FETCH", nth: 3).Containing($"UID FETCH {uid} ").CloseInsideLiteral(1000);
            var outcome = await Engine.SyncAsync(Account, Deadline);
            Server.Faults.Remove(fault);
            Assert.That(outcome.Error, Is.InstanceOf<MailServerException>(), "the sync is not complete, and the account says so");
        }

        Assert.That(await Engine.Database.QueryAsync<long>("SELECT attempts FROM undelivered", new { }, Deadline), Is.EqualTo(new[] { 1L }));
        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_server_that_refuses_every_message_is_left_alone_after_a_few_tries()
    {
        await StartAsync(Capabilities(tier));
        for (var i = 0; i < 200; i++)
        {
            Anna.Inbox.Append(Message($"more {i}"));
        }

        var fault = Server.Faults.OnEvery("UID FETCH").Containing("BODY.PEEK").ReplyNo("[SERVERBUG] not today");
        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error, Is.Not.Null);
        Assert.That(Server.Log.Count("UID FETCH"), Is.LessThan(100));
        Server.Faults.Remove(fault);
        await SyncAsync();
        await AssertEqualAsync();
    }

    private async Task AssertSteppedOverAsync(uint uid, string reason)
    {
        for (var run = 0; run < 3; run++)
        {
            await SyncAsync();
        }

        Anna.Inbox.Append(Message("later"));
        Server.Log.Clear();
        await CheckAsync();

        var asked = Server.Log.Entries.Where(entry => entry.Line.Contains("BODY.PEEK[]", StringComparison.Ordinal)).Select(entry => entry.Line);
        Assert.That(asked, Has.Exactly(1).Items.And.All.Contains("UID FETCH 6 "), "only the new message");
        var expected = CachedMailbox.Of(Anna).Where(line => line.Folder != "INBOX" || line.Uid != uid);
        Assert.That(await CachedMailbox.ReadAsync(Engine.Database, Account), Is.EqualTo(expected));
        var account = await AccountAsync();
        Assert.That(account.Status, Is.EqualTo(AccountStatus.Ok));
        Assert.That(account.ErrorReason, Does.Contain($"UID {uid} in 'INBOX'").And.Contain(reason));
        Assert.That(Engine.Log.Lines, Has.Some.Contains($"UID {uid} is listed but not delivered"));
    }

    /// <summary>At once when somebody requests a sync, else when it is due.</summary>
    private async Task AssertDeliveredLaterAsync(bool asked)
    {
        Server.Log.Clear();
        if (asked)
        {
            await SyncAsync();
            if (tier == "QRESYNC")
            {
                Assert.That(Server.Log.Entries.Where(entry => entry.Line.Contains("UID FETCH 1:*", StringComparison.Ordinal)), Is.Empty, "nothing else is compared for it");
            }
        }
        else
        {
            await Engine.Database.ExecuteAsync("UPDATE undelivered SET retry_at = 0", new { }, Deadline);
            await CheckAsync();
        }

        await AssertEqualAsync();
        Assert.That((await AccountAsync()).ErrorReason, Is.Empty);
        Assert.That(await Engine.Database.QueryAsync<long>("SELECT uid FROM undelivered", new { }, Deadline), Is.Empty);
    }

    private async Task<long> LargeIdAsync() => (await Engine.Database.QueryAsync<long>(
        "SELECT item_id FROM email_item JOIN content USING (content_id) WHERE subject = 'large' AND uid IS NOT NULL", new { }, Deadline)).Single();

    private async Task<StoredAccount> AccountAsync() => (await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!;

    private static byte[] Large() => [.. Message("large"), .. Enumerable.Repeat((byte)'x', 300_000)];

    private static bool IsInboxBody(string line, uint uid) =>
        line.Contains("BODY[]", StringComparison.Ordinal) && line.StartsWith($"* {uid} FETCH", StringComparison.Ordinal);

    private static Func<string, string> WithoutBodyOf(uint uid) =>
        line => IsInboxBody(line, uid) ? line.Replace("BODY[]", "X-NOTHING", StringComparison.Ordinal) : line;

    /// <summary>Leaves the body out and ends the reply with NO.</summary>
    private static Func<string, string> RefusingBodyOf(uint uid)
    {
        var refused = false;
        return line =>
        {
            if (IsInboxBody(line, uid))
            {
                refused = true;
                return line.Replace("BODY[]", "X-NOTHING", StringComparison.Ordinal);
            }

            if (!refused || line.StartsWith('*') || !line.Contains(" OK ", StringComparison.Ordinal))
            {
                return line;
            }

            refused = false;
            return line.Replace(" OK ", " NO [SERVERBUG] cannot be read ", StringComparison.Ordinal);
        };
    }
}
