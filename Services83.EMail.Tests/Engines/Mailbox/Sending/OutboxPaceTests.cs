using NUnit.Framework;
using Services83.EMail.Filing;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sending;

/// <summary>The time until a waiting copy is filed does not depend on how often the program looks for sync requests.</summary>
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
}
