using System.Net;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Dashboard;

/// <summary>Who is let in to the pages for administrators, for how long, and by which forms.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class AdministratorSessionTests : DashboardFixture
{
    [OneTimeSetUp]
    public async Task Start()
    {
        await StartAsync();
        foreach (var id in (int[])[SoapTestServer.Sally, SoapTestServer.Tje, SoapTestServer.Anna, SoapTestServer.Bob])
        {
            await Server.SetPasswordAsync(id, Deadline);
        }
    }

    [Test]
    public async Task Without_a_session_every_page_leads_to_the_login_and_no_action_is_done()
    {
        using var client = new AdminClient(Server.Url) { Token = "made up" };
        var before = await Server.Get<AssociateStore>().ListAsync(Deadline);

        foreach (var page in Routes.Pages)
        {
            var reply = await client.GetAsync(page, Deadline);
            Assert.That((reply.Status, reply.Location), Is.EqualTo((HttpStatusCode.SeeOther, $"{Root(page)}sign-in{(page.Length > 0 ? $"?to={page}" : "")}")));
        }

        foreach (var action in Routes.Actions)
        {
            var reply = await client.PostAsync(action, Deadline, ("login", "mallory"), ("password", "long enough"));
            Assert.That((reply.Status, reply.Location), Is.EqualTo((HttpStatusCode.SeeOther, $"{Root(action)}sign-in")));
        }

        Assert.That(Routes.Pages, Has.Length.GreaterThan(8));
        Assert.That(Routes.Actions, Has.Length.GreaterThan(15));
        Assert.That(await Server.Get<AssociateStore>().ListAsync(Deadline), Is.EqualTo(before));
    }

    [Test]
    public async Task Every_page_forbids_frames_caches_and_all_that_comes_from_elsewhere()
    {
        using var client = await LogInAsync();
        foreach (var page in Routes.Pages.Where(page => !page.EndsWith("/events", StringComparison.Ordinal)).Append("sign-in"))
        {
            var headers = (await client.GetAsync(page, Deadline)).Headers;
            Assert.That(headers["Content-Security-Policy"], Does.StartWith("default-src 'none'; style-src 'self'; script-src 'self';").And.Contain("frame-ancestors 'none'").And.Contain("form-action 'self'"), page);
            Assert.That((headers["Cache-Control"], headers["X-Content-Type-Options"], headers["X-Frame-Options"]), Is.EqualTo(("no-store", "nosniff", "DENY")), page);
        }
    }

    [Test]
    public async Task The_cookie_is_for_these_pages_only_and_no_script_can_read_it()
    {
        using var client = new AdminClient(Server.Url);
        var reply = await client.LogInAsync(Sally, PasswordOf(SoapTestServer.Sally), Deadline, "accounts/7");

        Assert.That(reply.SetCookie, Does.EndWith("; samesite=strict; httponly"), "without a path, a browser takes the folder of the page, and without an age it forgets it");
        Assert.That(reply.Location, Is.EqualTo("./accounts/7"));
    }

    [TestCase("https://evil.example/")]
    [TestCase("//evil.example")]
    [TestCase("/admin/users")]
    [TestCase(@"\evil")]
    [TestCase("javascript:alert(1)")]
    [TestCase("../x")]
    public async Task A_login_leads_to_no_other_site(string to)
    {
        using var client = new AdminClient(Server.Url);
        var reply = await client.LogInAsync(Sally, PasswordOf(SoapTestServer.Sally), Deadline, to);

        Assert.That(reply.Location, Is.EqualTo("./"));
    }

    [TestCase(SoapTestServer.Anna)]
    [TestCase(SoapTestServer.Tje)]
    public async Task Who_is_no_administrator_is_told_so_after_the_right_password_only(int associateId)
    {
        using var client = new AdminClient(Server.Url);
        var right = await client.LogInAsync(SoapTestServer.NameOf(associateId), PasswordOf(associateId), Deadline);
        var wrong = await client.LogInAsync(SoapTestServer.NameOf(associateId), "wrong", Deadline);
        var unknown = await client.LogInAsync("nobody <b>", "wrong", Deadline);

        Assert.That((right.Status, wrong.Status, unknown.Status), Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)));
        Assert.That(right.Words, Does.Contain("These pages are for administrators. Ask one of them"));
        Assert.That(wrong.Words, Does.Contain("The user name or the password is wrong.").And.Not.Contain("Ask one of them"));
        Assert.That(unknown.Words, Does.Contain("The user name or the password is wrong."));
        Assert.That(unknown.Html, Does.Contain("value=\"nobody &lt;b>\"").Or.Contain("value=\"nobody &lt;b&gt;\""));
        Assert.That(right.SetCookie + wrong.SetCookie, Is.Empty);
    }

    [Test]
    public async Task Guessing_is_stopped_as_at_the_doors()
    {
        using var client = new AdminClient(Server.Url);
        for (var i = 0; i < LoginThrottle.MaxPerUser; i++)
        {
            await client.LogInAsync(SoapTestServer.NameOf(SoapTestServer.Bob), $"guess {i}", Deadline);
        }

        var reply = await client.LogInAsync(SoapTestServer.NameOf(SoapTestServer.Bob), PasswordOf(SoapTestServer.Bob), Deadline);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(reply.Words, Does.Contain("Too many failed logins. Wait a quarter of an hour"));
    }

    [Test]
    public async Task A_session_ends_when_its_user_logs_out()
    {
        using var client = await LogInAsync();
        var cookie = client.Cookie;
        var reply = await client.PostAsync("sign-out", Deadline);
        var page = await FollowAsync(client, "sign-out", reply);
        client.Cookie = cookie;

        Assert.That(page.Words, Does.Contain("You are logged out."));
        Assert.That((await client.GetAsync("users", Deadline)).Location, Does.StartWith("./sign-in"), "the old cookie is of no use");
    }

    [TestCase("UPDATE ticket SET last_used_at = last_used_at - 3600000 WHERE application = 'dashboard'", TestName = "A session ends an hour after its last use")]
    [TestCase("UPDATE ticket SET created_at = created_at - 43200000 WHERE application = 'dashboard'", TestName = "A session ends twelve hours after its beginning")]
    [TestCase("UPDATE ticket SET expires_at = 1 WHERE application = 'dashboard'", TestName = "A session ends with its ticket")]
    [TestCase("DELETE FROM ticket WHERE application = 'dashboard'", TestName = "A session ends when its ticket is revoked")]
    public async Task A_session_ends(string change)
    {
        using var client = await LogInAsync();
        var ticket = Ticket.TryParse(WebUtility.UrlDecode(client.Cookie), out var parsed) ? parsed.Id : Guid.Empty;
        Assert.That((await client.GetAsync("users", Deadline)).Status, Is.EqualTo(HttpStatusCode.OK));
        await Server.Database.ExecuteAsync(change, new { }, Deadline);

        Assert.That((await client.GetAsync("users", Deadline)).Location, Is.EqualTo("./sign-in?to=users"));
        Assert.That((await Server.Get<TicketStore>().ListAsync(Deadline)).Select(valid => valid.TicketId), Does.Not.Contain($"{ticket}"));
    }

    [Test]
    public async Task A_session_ends_when_its_user_is_disabled_gets_a_new_password_or_is_no_administrator_any_more()
    {
        var (users, id) = (Server.Get<AssociateStore>(), 50);
        await users.AddAsync(new StoredAssociate { AssociateId = id, LoginName = "carl", IsAdministrator = true }, "password of carl", Deadline);
        var user = (await users.FindByIdAsync(id, Deadline))!;
        foreach (var end in (Func<Task>[])[
            () => users.SetDisabledAsync(id, disabled: true, Deadline), () => users.SetPasswordAsync(id, "password of carl", Deadline),
            () => users.UpdateAsync(user with { IsAdministrator = false }, Deadline)])
        {
            using var client = new AdminClient(Server.Url);
            await users.SetDisabledAsync(id, disabled: false, Deadline);
            Assert.That((await client.LogInAsync("carl", "password of carl", Deadline)).Location, Is.EqualTo("./"));
            Assert.That((await client.GetAsync("", Deadline)).Status, Is.EqualTo(HttpStatusCode.OK));

            await end();

            Assert.That((await client.GetAsync("", Deadline)).Location, Is.EqualTo("./sign-in"));
        }
    }

    [Test]
    public async Task A_session_is_no_ticket_and_a_ticket_is_no_session()
    {
        using var client = await LogInAsync();
        var session = WebUtility.UrlDecode(client.Cookie);
        var soap = await Server.EMail(session).CallAsync("GetReadySyncEmailAccounts", Deadline);
        var rest = await Server.Rest($"SOTicket {session}").PostAsync("/api/v1/Agents/EMail/GetReadySyncEmailAccounts", "{}", "application/json", Deadline);
        client.Cookie = WebUtility.UrlEncode(await Server.Get<TicketStore>().IssueAsync(SoapTestServer.Sally, "", Deadline));

        Assert.That((soap.Error?.Message, (int)rest.Status), Is.EqualTo(("The ticket is invalid or has expired. Log in again.", 401)));
        Assert.That((await client.GetAsync("users", Deadline)).Location, Is.EqualTo("./sign-in?to=users"));
    }

    [Test]
    public void No_application_can_have_the_name_of_the_pages() => Assert.That(
        () => Server.Get<ApplicationTokenStore>().AddAsync("Dashboard", "token", emailGranted: true, CancellationToken.None), Throws.TypeOf<InvalidArgumentException>());

    [Test]
    public async Task A_form_without_the_token_of_the_session_does_nothing()
    {
        using var client = await LogInAsync();
        foreach (var token in (string[])["", "made up", new string('0', 64)])
        {
            client.Token = token;
            foreach (var action in Routes.Actions)
            {
                var reply = await client.PostAsync(action, Deadline, ("login", "mallory"), ("password", "long enough"));
                Assert.That((reply.Status, reply.Words.Contains("Nothing was done", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.Forbidden, true)), action);
            }
        }

        Assert.That(await Server.Get<AssociateStore>().FindByLoginNameAsync("mallory", Deadline), Is.Null);
    }

    [TestCase("Origin", "https://evil.example")]
    [TestCase("Origin", "null")]
    [TestCase("Sec-Fetch-Site", "cross-site")]
    [TestCase("Sec-Fetch-Site", "same-site")]
    public async Task A_form_of_another_site_is_refused_even_with_everything_right(string header, string value)
    {
        using var client = await LogInAsync();
        await client.PostAsync("accounts/999/pause", Deadline);
        client.Headers[header] = value;
        var action = await client.PostAsync("sign-out", Deadline);
        var login = await client.LogInAsync(Sally, PasswordOf(SoapTestServer.Sally), Deadline);
        client.Headers.Clear();

        Assert.That((action.Status, login.Status, login.SetCookie), Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, "")));
        Assert.That((await client.GetAsync("", Deadline)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_form_that_is_too_large_or_none_at_all_is_refused()
    {
        using var client = await LogInAsync();
        using var http = new HttpClient();
        var large = await client.PostAsync("users", Deadline, ("login", new string('x', 100_000)));
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var other = await http.PostAsync(new Uri(Server.Url, "/admin/sign-in"), content, Deadline);

        Assert.That((large.Status, other.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)), large.ToString());
    }

    [Test]
    public async Task What_an_administrator_does_is_logged_without_secrets()
    {
        using var client = await LogInAsync();
        await client.PostAsync("users", Deadline, ("login", "logged"), ("password", "secret of a user"));

        Assert.That(Server.Log.Lines, Has.Some.Contains("SAL0 has logged in to the dashboard from 127.0.0.1").And.Some.Contains("SAL0 at the dashboard: added user logged"));
        Assert.That(Server.Log.Lines, Has.None.Contains("secret of a user").And.None.Contains(WebUtility.UrlDecode(client.Cookie)));
    }

    private static string Root(string path) => path.Contains('/', StringComparison.Ordinal) ? string.Concat(Enumerable.Repeat("../", path.Count(letter => letter == '/'))) : "./";
}
