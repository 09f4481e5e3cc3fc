using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sync;

/// <summary>SyncEmailAccount waits for the end and returns the result.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class SyncEmailAccountTests : SoapFixture
{
    private int _account;

    [SetUp]
    public async Task Start()
    {
        await StartAsync();
        AnnasMail.Inbox.Append(Letter("for Anna"));
        _account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
    }

    [Test]
    public async Task The_reply_comes_when_the_mail_is_there()
    {
        Succeeded(await SyncAsync(_account));

        Assert.That(await CachedMailbox.ReadAsync(Server.Database, _account), Is.EqualTo(CachedMailbox.Of(AnnasMail)));
    }

    [Test]
    public async Task The_reply_does_not_come_before_the_end()
    {
        var release = new TaskCompletionSource();
        var lastCommand = Server.Mail.Faults.On("LOGOUT").DelayUntil(release.Task);

        var sync = SyncAsync(_account);
        await lastCommand.Reached.WaitAsync(Deadline);

        Assert.That(sync.IsCompleted, Is.False);
        release.SetResult();
        Succeeded(await sync);
    }

    [Test]
    public async Task All_accounts_of_an_associate_may_be_meant()
    {
        Succeeded(await CallAsync(
            SoapTestServer.Sally, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AssociateId = SoapTestServer.Anna })));

        Assert.That(await CachedMailbox.ReadAsync(Server.Database, _account), Is.EqualTo(CachedMailbox.Of(AnnasMail)));
    }

    [Test]
    public async Task A_refused_password_is_told_with_the_servers_words()
    {
        Server.Mail.Faults.RefuseLogin();

        var error = Refused(await SyncAsync(_account), "MailServer");

        Assert.That(error.Message, Does.Contain("Authentication failed"));
        Assert.That(error.Parameters?["server"], Is.EqualTo(Server.Mail.Host));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_told()
    {
        await Server.Mail.DisposeAsync();

        Refused(await SyncAsync(_account), "MailServer");
    }

    [Test]
    public async Task Unknown_accounts_and_associates_are_not_found()
    {
        Refused(await SyncAsync(4711), "NotFound");
        Refused(await CallAsync(SoapTestServer.Sally, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AssociateId = 4711 })), "NotFound");
        Refused(await CallAsync(SoapTestServer.Anna, "SyncEmailAccount", ("SyncUserAccount", null)), "InvalidArgument");
        Refused(await CallAsync(SoapTestServer.Anna, "SyncEmailAccount"), "InvalidArgument");
        Succeeded(await SyncAsync(0));

        Assert.That(Server.Mail.Log.ConnectionsOpened, Is.Zero);
    }

    [Test]
    public async Task Somebody_elses_account_is_refused_and_not_started()
    {
        Refused(
            await CallAsync(SoapTestServer.Bob, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = _account })), "AccessDenied");

        Assert.That(Server.Mail.Log.ConnectionsOpened, Is.Zero);
    }

    private Task<SoapReply> SyncAsync(int accountId) =>
        CallAsync(SoapTestServer.Anna, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = accountId }));
}
