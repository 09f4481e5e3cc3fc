using System.Net;
using NUnit.Framework;
using Services83.EMail.Doors.Dashboard;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Dashboard;

// The pages about accounts.
public sealed partial class DashboardPageTests
{
    [Test]
    public async Task The_accounts_are_found_by_state_address_and_owner()
    {
        var failed = await AddAccountAsync("lost", AccountStatus.Failed, Hostile);
        var (byState, byAddress, byOwner, none) = (
            await _client.GetAsync("accounts?state=failed", Deadline), await _client.GetAsync("accounts?text=LOST@test", Deadline),
            await _client.GetAsync("accounts?text=Anna", Deadline), await _client.GetAsync("accounts?text=%25", Deadline));
        await Server.Get<AccountStore>().DeleteAsync(failed, Deadline);

        foreach (var page in (AdminReply[])[byState, byAddress])
        {
            Assert.That(page.Words, Does.Contain("lost@test.example").And.Contain("failed (1)").And.Contain(Hostile).And.Not.Contain("anna@test.example"));
            Assert.That(page.Html, Does.Contain("&lt;script").And.Not.Contain("<script"));
        }

        Assert.That(byOwner.Words, Does.Contain("anna@test.example"));
        Assert.That(none.Words, Does.Contain("No account is like that."), "% is no pattern");
    }

    [Test]
    public async Task A_thousand_accounts_are_shown_in_pages()
    {
        await Server.Database.ExecuteAsync(
            """
            INSERT INTO account (account_id, associate_id, email_address, email_key, sync_interval, created_at)
            WITH RECURSIVE n (i) AS (SELECT 5001 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
            SELECT i, 12, 'many' || i || '@test.example', 'MANY' || i || '@TEST.EXAMPLE', 300, 0 FROM n
            """,
            new { }, Deadline);
        var (first, last, beyond) = (
            await _client.GetAsync("accounts?text=many", Deadline), await _client.GetAsync("accounts?text=many&page=20", Deadline),
            await _client.GetAsync("accounts?text=many&page=99999999", Deadline));
        await Server.Database.ExecuteAsync("DELETE FROM account WHERE account_id > 5000", new { }, Deadline);

        Assert.That(first.Words, Does.Contain("many5001@").And.Contain("many5050@").And.Not.Contain("many5051@").And.Contain("Page 1 Next"));
        Assert.That(first.Html, Does.Contain("href=\"./accounts?text=many&amp;state=&amp;page=2\""));
        Assert.That(last.Words, Does.Contain("many6000@").And.Contain("← Previous Page 20 ").And.Not.Contain("Next"));
        Assert.That(beyond.Words, Does.Contain("No account is like that."));
    }

    [Test]
    public async Task An_account_says_what_its_server_does_not_deliver_and_refuses_and_what_to_do()
    {
        await SyncAsync(SoapTestServer.Anna, _account);
        var inbox = (await Server.Get<FolderStore>().ListAsync(_account, Deadline)).Single(folder => folder.Name == "INBOX");
        await Server.Get<UndeliveredStore>().NoteAsync(inbox.FolderId, inbox.Checkpoint!.UidValidity, 77, $"NO {Hostile}", place: null, counts: true, Deadline);
        await Server.Database.ExecuteAsync(
            "INSERT INTO email_change (account_id, kind, folder_id, created_at, last_error, rejected) VALUES (@_account, 3, @FolderId, @now, 'NO [NOPERM] Not yours', TRUE)",
            new { _account, inbox.FolderId, now = TimeProvider.System.GetUtcNow() }, Deadline);
        var page = await _client.GetAsync($"accounts/{_account}", Deadline);
        await Server.Database.ExecuteAsync("DELETE FROM email_change", new { }, Deadline);

        Assert.That(page.Words, Does.Contain("State: ok").And.Contain("anna@test.example").And.Contain("SMTP, 127.0.0.1:"));
        Assert.That(page.Words, Does.Contain($"INBOX 77 1 ").And.Contain($"NO {Hostile}").And.Contain("delete it there"));
        Assert.That(page.Words, Does.Contain("move").And.Contain("NO [NOPERM] Not yours The cache shows the server's state again."));
        Assert.That(page.Html, Does.Not.Contain("<script>"));
    }

    [Test]
    public async Task Sync_now_syncs_and_test_asks_the_servers()
    {
        AnnasMail.Inbox.Append(Letter("Asked for at the dashboard"));
        var synced = await FollowAsync(_client, $"accounts/{_account}/sync", await _client.PostAsync($"accounts/{_account}/sync", Deadline));
        await Server.WhenIdleAsync(Deadline);
        var tested = await _client.PostAsync($"accounts/{_account}/test", Deadline);

        Assert.That(tested.Words, Does.Match(@"Last runs that brought mail or failed .* New messages Result \S+ \S+ \S+ s ago [\d.]+ m?s 1 ok"));
        Assert.That(synced.Words, Does.Contain("The sync is requested."));
        Assert.That(await FindAsync(SoapTestServer.Anna, "Asked-for-at-the-dashboard@test.example"), Is.Not.Null);
        Assert.That(tested.Words, Does.Match(@"IMAP 127\.0\.0\.1:\d+ as anna: works").And.Match(@"SMTP 127\.0\.0\.1:\d+ as anna: works"));
    }

    [Test]
    public async Task A_paused_account_is_synced_only_on_request()
    {
        await _client.PostAsync($"accounts/{_account}/pause", Deadline);
        var paused = await Server.Get<AccountStore>().FindAsync(_account, Deadline);
        var page = await FollowAsync(_client, $"accounts/{_account}/resume", await _client.PostAsync($"accounts/{_account}/resume", Deadline));

        Assert.That((paused!.Disabled, (await Server.Get<AccountStore>().FindAsync(_account, Deadline))!.Disabled), Is.EqualTo((true, false)));
        Assert.That(page.Words, Does.Contain("The account is synced again."));
    }

    [Test]
    public async Task A_mailboxs_password_is_stored_only_if_the_servers_take_it()
    {
        var mailbox = BobsMail;
        var account = await Server.AddAccountAsync(mailbox, SoapTestServer.Bob, Deadline);
        var empty = await _client.PostAsync($"accounts/{account}/password", Deadline, ("password", ""));
        var wrong = await _client.PostAsync($"accounts/{account}/password", Deadline, ("password", "wrong-secret"));
        var stored = (await Server.Get<AccountStore>().FindForSyncAsync(account, Deadline))!.Incoming.Password.Reveal();
        mailbox.Password = "new-secret-of-bob";
        var right = await _client.PostAsync($"accounts/{account}/password", Deadline, ("password", "new-secret-of-bob"));
        var untested = await _client.PostAsync($"accounts/{account}/password", Deadline, ("password", "secret-of-tomorrow"), ("untested", "yes"));
        var last = (await Server.Get<AccountStore>().FindForSyncAsync(account, Deadline))!.Incoming.Password.Reveal();
        await Server.Get<AccountStore>().DeleteAsync(account, Deadline);

        Assert.That(empty.Words, Does.Contain("Enter the new password."));
        Assert.That((wrong.Status, stored), Is.EqualTo((HttpStatusCode.BadRequest, "mail-secret-of-bob")));
        Assert.That(wrong.Words, Does.Contain("Nothing was stored, because a login with the new password failed.").And.Contain("as bob: fails"));
        Assert.That(wrong.Html, Does.Not.Contain("wrong-secret"));
        Assert.That((right.Status, untested.Status, last), Is.EqualTo((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther, "secret-of-tomorrow")));
        Assert.That(Server.Log.Lines, Has.None.Contains("secret-of-tomorrow"));
    }

    [Test]
    public async Task An_open_page_gets_the_state_of_its_account_and_a_session_can_have_only_some()
    {
        using var http = new HttpClient { BaseAddress = Server.Url };
        http.DefaultRequestHeaders.Add("Cookie", $"Services83-Admin={_client.Cookie}");
        var streams = new List<HttpResponseMessage>();
        for (var i = 0; i <= LiveStreams.MaxPerSession; i++)
        {
            streams.Add(await http.GetAsync(new Uri($"/admin/accounts/{_account}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Deadline));
        }

        using var reader = new StreamReader(await streams[0].Content.ReadAsStreamAsync(Deadline));
        var line = await reader.ReadLineAsync(Deadline);
        streams.ForEach(stream => stream.Dispose());

        Assert.That(streams[0].Content.Headers.ContentType!.MediaType, Is.EqualTo("text/event-stream"));
        Assert.That(line, Does.StartWith("data: {\"state\":").And.Contain("\"isBusy\":"));
        Assert.That(streams.Select(stream => stream.StatusCode), Is.EqualTo(Enumerable.Repeat(HttpStatusCode.OK, LiveStreams.MaxPerSession).Append(HttpStatusCode.TooManyRequests)));
    }
}
