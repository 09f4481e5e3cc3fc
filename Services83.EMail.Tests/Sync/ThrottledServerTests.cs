using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Sync.Pushes;

namespace Services83.EMail.Tests.Sync;

/// <summary>Servers that limit what a client may do are left alone for some time; nobody has to change a setting, and nothing is lost.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class ThrottledServerTests : PushFixture
{
    [TestCase("AUTHENTICATION", "NO", "[ALERT] Too many simultaneous connections. (Failure)", 5, TestName = "Gmail, too many connections")]
    [TestCase("AUTHENTICATION", "NO", "[UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)", 5, TestName = "Dovecot, too many connections")]
    [TestCase("AUTHENTICATION", "NO", "[LIMIT] Too many logins", 5, TestName = "A server with the code of RFC 5530")]
    [TestCase("LIST", "BAD", "User is authenticated but not connected.", 5, TestName = "Exchange, not connected")]
    [TestCase("EXAMINE", "BAD", "Request is throttled. Suggested Backoff Time: 1200000 milliseconds", 20, TestName = "Exchange, throttled")]
    [TestCase("EXAMINE", "BAD", "Request is throttled. Suggested Backoff Time: 999999999 milliseconds", 60, TestName = "Exchange, throttled for long")]
    [TestCase("UID FETCH", "NO", "[OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)", 5, TestName = "Gmail, bandwidth")]
    public async Task The_account_is_retried_after_the_wait(string command, string status, string text, int minutes)
    {
        await StartAsync(null, ("Sync:SweepSeconds", "3600"));
        var fault = Server.Faults.OnEvery(command);
        _ = status == "NO" ? fault.ReplyNo(text) : fault.ReplyBad(text);

        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.IsTransient, Is.True);
        var account = (await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!;
        Assert.That((account.Status, account.ErrorCount), Is.EqualTo((AccountStatus.Failing, 1)));
        Assert.That(account.ErrorReason, Does.Contain(text[(text.IndexOf(']', StringComparison.Ordinal) + 1)..].Trim()));
        await Engine.UntilAsync(async () => (await RequestAsync()).RetryAt is not null, Deadline);
        Assert.That((await RequestAsync()).RetryAt - TimeProvider.System.GetUtcNow(), Is.InRange(TimeSpan.FromMinutes(minutes - 0.5), TimeSpan.FromMinutes(minutes * 1.25)));
        Assert.That(fault.Hits, Is.EqualTo(1), "nothing more is asked");

        Server.Faults.Clear();
        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task Too_many_connections_are_not_taken_for_guesses()
    {
        await StartAsync(null, ("Sync:SweepSeconds", "3600"));
        Server.Faults.OnEvery("AUTHENTICATION").ReplyNo("[ALERT] Too many simultaneous connections. (Failure)");
        for (var i = 0; i < 6; i++)
        {
            await Engine.SyncAsync(Account, Deadline);
        }

        Server.Faults.Clear();
        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_change_is_not_given_up_however_often_the_server_is_busy()
    {
        await StartSyncedAsync();
        await MarkAsync(await ItemAsync("inbox 1"), read: true);
        Server.Faults.OnEvery("UID STORE").ReplyBad("User is authenticated but not connected.");
        for (var i = 0; i < 5; i++)
        {
            await Engine.SyncAsync(Account, Deadline);
        }

        Assert.That((await CountAsync()).Rejected, Is.Zero);
        Server.Faults.Clear();
        await SyncAsync();
        Assert.That(Anna.Inbox.Find(1)!.Flags, Does.Contain(@"\Seen"));
    }

    private async Task<SyncRequest> RequestAsync() => (await Engine.Get<SyncQueue>().ListAsync(Deadline)).Single();
}
