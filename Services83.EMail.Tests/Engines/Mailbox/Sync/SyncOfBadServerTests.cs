using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sync;

[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class SyncOfBadServerTests : SoapFixture
{
    [Test]
    public async Task A_server_that_hangs_or_drops_the_connection_is_told_and_forgiven()
    {
        await StartAsync("--Mail:ReadTimeoutSeconds=1");
        AnnasMail.Inbox.Append(Letter("for Anna"));
        var account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);

        Server.Mail.Faults.On("LIST").Hang();
        Refused(await SyncAsync(), "MailServer");
        Server.Mail.Faults.On("UID FETCH", nth: 2).CloseInsideLiteral(20);
        Refused(await SyncAsync(), "MailServer");

        Succeeded(await SyncAsync());
        Assert.That(await CachedMailbox.ReadAsync(Server.Database, account), Is.EqualTo(CachedMailbox.Of(AnnasMail)));

        Task<SoapReply> SyncAsync() =>
            CallAsync(SoapTestServer.Anna, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = account }));
    }
}
