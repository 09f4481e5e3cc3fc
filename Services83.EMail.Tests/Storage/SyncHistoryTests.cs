using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Engines.Mailbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Storage;

/// <summary>The runs of an account that operators can look at.</summary>
[CancelAfter(60_000)]
public sealed class SyncHistoryTests : SoapFixture
{
    [Test]
    public async Task The_latest_runs_that_brought_mail_or_failed_are_kept()
    {
        await StartAsync();
        var account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        var (queue, history) = (Server.Get<SyncQueue>(), Server.Get<SyncHistory>());
        await SyncAsync(SoapTestServer.Anna, account);
        var ofNothing = await history.ListAsync(account, Deadline);
        AnnasMail.Inbox.Append(Letter("One"));
        await SyncAsync(SoapTestServer.Anna, account);
        var ofOne = await history.ListAsync(account, Deadline);
        AnnasMail.Password = "another one";
        await CallAsync(SoapTestServer.Anna, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = account }));
        var ofFailure = await history.ListAsync(account, Deadline);
        for (var i = 0; i < SyncHistory.Kept; i++)
        {
            await queue.StartAsync(account, Deadline);
            await queue.PutOffAsync(account, new RunResult { NewMessages = i, Failure = "{}", Reason = new string('x', 9999) }, _ => TimeSpan.FromHours(1), Deadline);
        }

        var full = await history.ListAsync(account, Deadline);
        var stored = await Server.Database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM sync_history", new { }, Deadline);
        await Server.Get<AccountStore>().DeleteAsync(account, Deadline);

        Assert.That(ofNothing, Is.Empty, "a run without new mail is not worth a write");
        Assert.That(ofOne.Select(run => (run.NewMessages, run.Reason)), Is.EqualTo(new[] { (1, "") }));
        Assert.That(ofOne.Single().EndedAt, Is.GreaterThanOrEqualTo(ofOne.Single().StartedAt));
        Assert.That(ofFailure[0].Reason, Does.Contain("The server refused the credentials"));
        Assert.That(full.Select(run => run.NewMessages), Is.EqualTo(Enumerable.Range(0, SyncHistory.Kept).Reverse()));
        Assert.That(stored, Is.EqualTo(SyncHistory.Kept), "older ones are forgotten");
        Assert.That(full[0].Reason, Has.Length.EqualTo(500));
        Assert.That(await history.ListAsync(account, Deadline), Is.Empty);
    }
}
