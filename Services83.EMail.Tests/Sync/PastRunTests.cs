using NUnit.Framework;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Engines.Mailbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>The runs of an account that operators can look at.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class PastRunTests : SoapFixture
{
    [Test]
    public async Task Runs_that_brought_mail_or_failed_are_stored()
    {
        await StartAsync();
        var account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        var history = Server.Get<SyncHistory>();
        await SyncAsync(SoapTestServer.Anna, account);
        var ofNothing = await history.ListAsync(account, Deadline);
        AnnasMail.Inbox.Append(Letter("One"));
        await SyncAsync(SoapTestServer.Anna, account);
        var ofOne = await history.ListAsync(account, Deadline);
        AnnasMail.Password = "another one";
        await CallAsync(SoapTestServer.Anna, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = account }));
        var ofFailure = await history.ListAsync(account, Deadline);

        Assert.That(ofNothing, Is.Empty, "a run without new mail is not worth a write");
        Assert.That(ofOne.Select(run => (run.NewMessages, run.Reason)), Is.EqualTo(new[] { (1, "") }));
        Assert.That(ofOne.Single().EndedAt, Is.GreaterThanOrEqualTo(ofOne.Single().StartedAt));
        Assert.That(ofFailure[0].Reason, Does.Contain("The server refused the credentials"));
    }
}
