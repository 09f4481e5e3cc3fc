using System.Net;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.RecentCalls;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Dashboard;

/// <summary>What each page for administrators shows and does. What a browser makes of it is in <see cref="DashboardBrowserTests"/>.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed partial class DashboardPageTests : DashboardFixture
{
    private const string Hostile = "<script>alert(1)</script>";

    private AdminClient _client = null!;
    private int _account;

    [OneTimeSetUp]
    public async Task Start()
    {
        await StartAsync("--Mail:ConnectTimeoutSeconds=17", $"--Soap:PublicUrl={Hidden}");
        await Server.SetPasswordAsync(SoapTestServer.Sally, Deadline);
        _client = await LogInAsync();
        _account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline, sends: true);
    }

    [OneTimeTearDown]
    public void CloseBrowser() => _client?.Dispose();

    private const string Hidden = "https://mail.example.com/crm";

    [Test]
    public async Task The_cookie_is_for_https_only_where_the_public_address_has_it()
    {
        using var client = new AdminClient(Server.Url);
        var reply = await client.LogInAsync(Sally, PasswordOf(SoapTestServer.Sally), Deadline);

        Assert.That(reply.SetCookie, Does.EndWith("; secure; samesite=strict; httponly"));
    }

    [Test]
    public async Task The_overview_counts_accounts_by_state_and_says_what_needs_attention()
    {
        var failed = await AddAccountAsync("failed", AccountStatus.Failed, "The server says: <b>no</b>");
        var page = await _client.GetAsync("", Deadline);
        await Server.Get<AccountStore>().DeleteAsync(failed, Deadline);

        Assert.That(page.Words, Does.Contain("This needs your attention 1 account failed : somebody has to solve the reason"));
        Assert.That(page.Words, Does.Match(@"Product SQLite [\d.]+ Size [\d.]+ (k|M)B").Or.Match("Product PostgreSQL"));
        Assert.That(page.Words, Does.Contain("Served by this process alone"));
    }

    [Test]
    public async Task A_user_is_added_changed_disabled_and_gets_a_password()
    {
        var users = Server.Get<AssociateStore>();
        var weak = await _client.PostAsync("users", Deadline, ("login", "dora"), ("name", Hostile), ("password", "short"));
        var added = await FollowAsync(_client, "users", await _client.PostAsync("users", Deadline, ("login", "dora"), ("name", Hostile), ("email", "dora@test.example"), ("password", "password of dora")));
        var taken = await _client.PostAsync("users", Deadline, ("login", "DORA"), ("password", "password of dora"));
        var dora = (await users.FindByLoginNameAsync("dora", Deadline))!;
        await Server.Get<TicketStore>().IssueAsync(dora.AssociateId, "", Deadline);
        await _client.PostAsync($"users/{dora.AssociateId}", Deadline, ("name", "Dora"), ("email", "d@test.example"), ("administrator", "yes"));
        var changed = (await users.FindByIdAsync(dora.AssociateId, Deadline))!;
        await _client.PostAsync($"users/{dora.AssociateId}/password", Deadline, ("password", "another password"));
        await _client.PostAsync($"users/{dora.AssociateId}/disable", Deadline);
        var disabled = (await users.FindByIdAsync(dora.AssociateId, Deadline))!;

        Assert.That(weak.Words, Does.Contain("A password has 8 to 1024 characters."));
        Assert.That(weak.Html, Does.Contain("value=\"dora\"").And.Not.Contain("short").And.Not.Contain("<script"), "what was entered is kept, but no password");
        Assert.That(added.Words, Does.Contain("The user is added.").And.Contain("dora"));
        Assert.That(taken.Words, Does.Contain("There is an associate with the login name 'dora' already."));
        Assert.That((changed.FullName, changed.EmailAddress, changed.IsAdministrator, disabled.Disabled), Is.EqualTo(("Dora", "d@test.example", true, true)));
        Assert.That(await users.VerifyPasswordAsync(dora, "another password", Deadline), Is.True);
        Assert.That((await Server.Get<TicketStore>().ListAsync(Deadline)).Select(ticket => ticket.AssociateId), Does.Not.Contain(dora.AssociateId));
        Assert.That((await _client.GetAsync("users?text=d@test", Deadline)).Words, Does.Contain("Dora").And.Not.Contain("anna@"));
    }

    [Test]
    public async Task Administrators_cannot_shut_themselves_out()
    {
        var disabled = await _client.PostAsync($"users/{SoapTestServer.Sally}/disable", Deadline);
        var demoted = await _client.PostAsync($"users/{SoapTestServer.Sally}", Deadline, ("name", "Sally"));
        var sally = (await Server.Get<AssociateStore>().FindByIdAsync(SoapTestServer.Sally, Deadline))!;

        Assert.That((disabled.Status, demoted.Status), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)));
        Assert.That(disabled.Words, Does.Contain("You cannot disable yourself."));
        Assert.That((sally.Disabled, sally.IsAdministrator), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task A_token_is_shown_once_and_its_application_is_disabled_and_removed()
    {
        var store = Server.Get<ApplicationTokenStore>();
        var added = await _client.PostAsync("applications", Deadline, ("name", "crm & co"), ("email", "yes"));
        var token = System.Text.RegularExpressions.Regex.Match(added.Html, "<code class=\"secret\">([0-9a-f]{32})</code>").Groups[1].Value;
        var found = await store.FindAsync(token, Deadline);
        var list = await _client.GetAsync("applications", Deadline);
        await _client.PostAsync("applications/disable", Deadline, ("name", "crm & co"));
        var disabled = await store.FindAsync(token, Deadline);
        await _client.PostAsync("applications/remove", Deadline, ("name", "crm & co"));

        Assert.That((found!.Name, found.EmailGranted, found.Disabled, disabled!.Disabled), Is.EqualTo(("crm & co", true, false, true)));
        Assert.That(list.Words, Does.Contain("crm & co granted").And.Not.Contain(token));
        Assert.That(await store.FindAsync(token, Deadline), Is.Null);
        Assert.That(Server.Log.Lines, Has.None.Contains(token));
    }

    [Test]
    public async Task A_ticket_is_revoked_and_an_unknown_one_is_told()
    {
        await Server.Get<TicketStore>().IssueAsync(SoapTestServer.Bob, "crm", Deadline);
        var id = (await Server.Get<TicketStore>().ListAsync(Deadline)).First(ticket => ticket.Application == "crm").TicketId;
        var list = await _client.GetAsync("tickets?user=BOB", Deadline);
        var revoked = await FollowAsync(_client, "tickets/revoke", await _client.PostAsync("tickets/revoke", Deadline, ("ticket", id)));
        var again = await _client.PostAsync("tickets/revoke", Deadline, ("ticket", id));
        var unknown = await _client.GetAsync("tickets?user=nobody", Deadline);

        Assert.That(list.Words, Does.Contain("bob crm").And.Not.Contain("SAL0 dashboard"));
        Assert.That(revoked.Words, Does.Contain("The ticket is revoked."));
        Assert.That((again.Status, unknown.Status), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
    }

    [Test]
    public async Task An_uncertain_message_is_sent_again_or_dropped()
    {
        var (first, second) = (await AddUncertainAsync(Hostile), await AddUncertainAsync("Second"));
        var list = await _client.GetAsync("outbox", Deadline);
        var again = await _client.PostAsync($"outbox/{first}/again", Deadline);
        var refused = await _client.PostAsync($"outbox/{first}/drop", Deadline);
        var dropped = await FollowAsync(_client, $"outbox/{second}/drop", await _client.PostAsync($"outbox/{second}/drop", Deadline));
        var overview = await _client.GetAsync("", Deadline);
        var outbox = Server.Get<OutboxStore>();

        Assert.That(list.Words, Does.Contain($"{first} {Hostile} anna carl@test.example uncertain").And.Contain("No answer came."));
        Assert.That(list.Html, Does.Not.Contain("<script"));
        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.BadRequest), "its bytes are not stored");
        Assert.That(again.Words, Does.Contain($"The program does not have message {first} any more."));
        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That(dropped.Words, Does.Contain("The message is dropped.").And.Contain("Every message ended well."));
        Assert.That((await outbox.FindAsync(first, Deadline), await outbox.FindAsync(second, Deadline)), Is.EqualTo(((OutgoingMessage?)null, (OutgoingMessage?)null)));
        Assert.That(overview.Words, Does.Contain("Nothing waits for you"));
    }

    [Test]
    public async Task The_settings_say_where_they_come_from()
    {
        var (set, all) = (await _client.GetAsync("settings", Deadline), await _client.GetAsync("settings?all=yes", Deadline));

        Assert.That(set.Words, Does.Contain("Mail:ConnectTimeoutSeconds 17 command line").And.Not.Contain("Sync:HistoryDays"));
        Assert.That(all.Words, Does.Contain("Sync:HistoryDays 0 default"));
    }

    [Test]
    public async Task The_calls_are_found_by_operation_caller_outcome_and_duration()
    {
        await CallAsync(SoapTestServer.Bob, "GetReadySyncEmailAccounts");
        await CallAsync(SoapTestServer.Bob, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = 987_654 }));
        await Server.UntilAsync(async () => (await Server.Get<RecentCallStore>().ListAsync(new CallFilter { LoginName = "bob" }, Deadline)).Count >= 2, Deadline);
        var (all, errors, operation, text, slow) = (
            await _client.GetAsync("calls?user=BOB", Deadline), await _client.GetAsync("calls?user=bob&errors=yes", Deadline),
            await _client.GetAsync("calls?operation=getreadysyncemailaccounts", Deadline), await _client.GetAsync("calls?text=ACCOUNT%20987654&door=soap&address=127.0.0.1&error=NotFound", Deadline),
            await _client.GetAsync("calls?slower=999999", Deadline));
        var overview = await _client.GetAsync("", Deadline);

        Assert.That(all.Words, Does.Contain("GetReadySyncEmailAccounts bob 127.0.0.1 soap").And.Contain("There is no account 987654 to sync."));
        Assert.That(errors.Words, Does.Contain("SyncEmailAccount bob").And.Not.Contain("GetReadySyncEmailAccounts bob"));
        Assert.That(operation.Words, Does.Contain("GetReadySyncEmailAccounts bob").And.Not.Contain("SyncEmailAccount bob"));
        Assert.That(text.Words, Does.Contain("SyncEmailAccount bob").And.Not.Contain("GetReadySyncEmailAccounts bob"));
        Assert.That(slow.Words, Does.Contain("There are no such calls."));
        Assert.That(overview.Words, Does.Contain("The most called operations").And.Contain("SyncEmailAccount"));
    }

    [Test]
    public async Task What_is_not_there_is_told()
    {
        foreach (var page in (string[])["accounts/999", "accounts/x", "users/999", "accounts/99999999999"])
        {
            Assert.That((await _client.GetAsync(page, Deadline)).Status, Is.EqualTo(HttpStatusCode.NotFound), page);
        }

        Assert.That((await _client.GetAsync("files/nothing.css", Deadline)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private async Task<int> AddAccountAsync(string user, AccountStatus status, string reason)
    {
        var id = await Server.AddAccountAsync(new SandboxAccount(user, "x"), SoapTestServer.Bob, Deadline);
        await Server.Database.SetFailedAsync(id, reason, transient: status == AccountStatus.Failing, TimeProvider.System.GetUtcNow(), Deadline);
        return id;
    }

    private async Task<int> AddUncertainAsync(string subject)
    {
        var outbox = Server.Get<OutboxStore>();
        var draft = new OutgoingDraft(SoapTestServer.Anna, "smtp.test.example", "anna@test.example", ["carl@test.example"]) { Subject = subject, AccountId = _account };
        var id = (await outbox.AddAsync(draft, Deadline))!.Value;
        await outbox.SetEndedAsync(id, Deadline);
        await outbox.SetUncertainAsync(id, "No answer came.", Deadline);
        return id;
    }
}
