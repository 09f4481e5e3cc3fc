using Dapper;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Accounts;

[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class DeleteAccountTests : SoapFixture
{
    private int _annas;
    private int _bobs;

    [SetUp]
    public async Task Start()
    {
        await StartAsync("--Sync:MaxConcurrentAccountsPerHost=1");
        AnnasMail.Inbox.Append(Letter("for Anna"));
        AnnasMail.Inbox.Append(Letter("for both"));
        BobsMail.Inbox.Append(Letter("for both"));
        _annas = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        _bobs = await Server.AddAccountAsync(BobsMail, SoapTestServer.Bob, Deadline);
    }

    [Test]
    public async Task What_was_cached_goes_with_the_account_except_what_others_have_too()
    {
        await SyncAsync(SoapTestServer.Anna, _annas);
        await SyncAsync(SoapTestServer.Bob, _bobs);
        var item = await ItemAsync("for-both@test.example", SoapTestServer.Anna);

        Succeeded(await DeleteAsync());

        Assert.That(await CountsAsync(_annas), Is.EqualTo((0, 0, 0, 0)));
        Assert.That(await ContentsAsync(), Is.EqualTo(new[] { "for both" }));
        Refused(await CallAsync(SoapTestServer.Anna, "GetEMail", ("Id", item), ("IncludeAttachments", true)), "NotFound");
        Refused(await CallAsync(SoapTestServer.Anna, "GetEMailAccount", ("EMailAccountId", _annas)), "NotFound");
        Refused(await DeleteAsync(), "NotFound");
        Assert.That(await ItemAsync("for-both@test.example", SoapTestServer.Bob), Is.Positive);
    }

    [Test]
    public async Task An_account_deleted_during_its_sync_leaves_nothing_behind()
    {
        var release = new TaskCompletionSource();
        Server.Mail.Faults.On("UID FETCH").DelayUntil(release.Task);
        var sync = RequestAsync(SoapTestServer.Anna, _annas);
        await Server.Mail.Log.WaitForAsync("UID FETCH", 1, Deadline);

        Succeeded(await DeleteAsync());
        release.SetResult();
        await sync;
        await Server.WhenIdleAsync(Deadline);

        Assert.That(await CountsAsync(_annas), Is.EqualTo((0, 0, 0, 0)));
        Assert.That(await ContentsAsync(), Is.Empty);
    }

    [Test]
    public async Task Whoever_waits_for_the_sync_of_an_account_that_is_deleted_meanwhile_is_told_so()
    {
        var release = new TaskCompletionSource();
        var listing = Server.Mail.Faults.On("LIST").DelayUntil(release.Task);
        var bobs = RequestAsync(SoapTestServer.Bob, _bobs);
        await listing.Reached.WaitAsync(Deadline);
        var annas = RequestAsync(SoapTestServer.Anna, _annas);
        await WaitForRequestAsync(_annas);

        Succeeded(await DeleteAsync());

        Refused(await annas, "NotFound");
        release.SetResult();
        Succeeded(await bobs);
        Assert.That(Server.Mail.Log.SessionsPeak(AnnasMail.User), Is.Zero);
    }

    private Task<SoapReply> DeleteAsync() => CallAsync(SoapTestServer.Anna, "DeleteEMailAccount", ("EMailAccountId", _annas));

    private Task<SoapReply> RequestAsync(int associateId, int accountId) =>
        CallAsync(associateId, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = accountId }));

    private async Task<int> ItemAsync(string messageId, int associateId) =>
        (await GetAsync<EMailEntity>(associateId, "GetMailFromMessageId", ("MessageId", messageId)))?.EmailItemId ?? 0;

    private Task WaitForRequestAsync(int accountId) => Server.UntilAsync(async () => (await CountsAsync(accountId)).Requests > 0, Deadline);

    private Task<(int Items, int Folders, int Logins, int Requests)> CountsAsync(int accountId) => Server.Database.ReadAsync(
        (connection, _) => connection.QuerySingleAsync<(int, int, int, int)>(
            """
            SELECT (SELECT COUNT(*) FROM email_item WHERE account_id = @accountId),
                   (SELECT COUNT(*) FROM email_folder WHERE account_id = @accountId),
                   (SELECT COUNT(*) FROM service_auth WHERE account_id = @accountId),
                   (SELECT COUNT(*) FROM sync_request WHERE account_id = @accountId)
            """,
            new { accountId }),
        Deadline);

    private Task<IEnumerable<string>> ContentsAsync() => Server.Database.ReadAsync(
        (connection, _) => connection.QueryAsync<string>("SELECT subject FROM content JOIN content_body USING (content_id)"), Deadline);
}
