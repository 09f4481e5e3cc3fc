using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Filing;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sending;

/// <summary>The time until a waiting copy is filed does not depend on how often the program looks for sync requests.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class OutboxPaceTests : SoapFixture
{
    [Test]
    public async Task A_copy_that_waits_is_filed_where_requests_of_other_processes_are_looked_for_once_an_hour()
    {
        await StartAsync("--Sync:SweepSeconds=3600");
        var id = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline, sends: true);
        var outbox = Server.Get<OutboxStore>();
        // The account has never been synced, so its folder for sent mail is not known.
        var draft = new OutgoingDraft(SoapTestServer.Anna, "127.0.0.1", "anna@test.example", ["bob@test.example"])
        {
            AccountId = id, MessageId = "early@test.example", Subject = "early", Copy = ContentReader.Whole(Letter("early")),
        };
        var outgoing = (await outbox.AddAsync(draft, Deadline))!.Value;
        await outbox.SetEndedAsync(outgoing, Deadline);
        await Server.Get<SentCopyStore>().AcceptAsync(outgoing, copy: null, Deadline);

        await SyncAsync(SoapTestServer.Anna, id);

        await Server.Mail.Log.WaitForAsync("APPEND", 1, Deadline);
        // A sync of the account begins when the one that files the copy has ended.
        await SyncAsync(SoapTestServer.Anna, id);
        Assert.That((await outbox.FindAsync(outgoing, Deadline))!.State, Is.EqualTo(OutgoingState.Done));
    }

    [Test]
    public async Task A_user_who_has_sent_as_much_as_allowed_waits_and_the_others_do_not()
    {
        const string Recipient = "to@test.example";
        await StartAsync(SandboxAccount.WithUsualFolders("anna", "secret"), new SandboxAccount(Recipient, "secret"), "--Sending:MaxPerHour=2");
        var id = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline, sends: true);
        await SyncAsync(SoapTestServer.Anna, id);

        Succeeded(await SendAsync(SoapTestServer.Anna, id, "one"));
        Succeeded(await SendAsync(SoapTestServer.Anna, id, "two"));
        var refused = Refused(await SendAsync(SoapTestServer.Anna, id, "three"), "Throttled");
        Succeeded(await SendAsync(SoapTestServer.Sally, id, "four"));
        await Server.Database.ExecuteAsync("UPDATE outgoing SET created_at = created_at - 3600000 WHERE subject = @subject", new { subject = "one" }, Deadline);
        Succeeded(await SendAsync(SoapTestServer.Anna, id, "five"));
        var anna = (await Server.Get<AssociateStore>().FindByIdAsync(SoapTestServer.Anna, Deadline))!;
        await Server.Get<AssociateStore>().UpdateAsync(anna with { MaxMessagesPerHour = 3 }, Deadline);
        Succeeded(await SendAsync(SoapTestServer.Anna, id, "six"));
        var own = Refused(await SendAsync(SoapTestServer.Anna, id, "seven"), "Throttled");

        Assert.That(own.Message, Is.EqualTo("This user has sent 3 messages within an hour. This installation allows 3 (the user's own limit)."));
        Assert.That(refused.Message, Is.EqualTo("This user has sent 2 messages within an hour. This installation allows 2 (Sending:MaxPerHour)."));
        Assert.That(Server.Log.Lines, Has.Some.Contains("A message of associate 11 was not sent: This user has sent 2 messages"));
        Assert.That(BobsMail.Inbox.Messages, Has.Count.EqualTo(5));

        Task<SoapReply> SendAsync(int associateId, int accountId, string subject) => CallAsync(associateId, "Send", ("Emails", new[]
        {
            new EMailEntity { AccountId = accountId, To = [new EMailAddress { Address = Recipient }], Subject = subject, PlainBody = "Text." },
        }));
    }
}
