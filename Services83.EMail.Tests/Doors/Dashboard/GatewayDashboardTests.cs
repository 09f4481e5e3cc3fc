using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Identity;
using Services83.EMail.RecentCalls;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Engines.Gateway;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Dashboard;

/// <summary>The pages of a gateway: its administrators are its own, and know nothing of the mailbox engine's pages.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class GatewayDashboardTests : GatewayFixture
{
    private const string Administrator = "operator";

    [Test]
    public async Task Users_of_tenants_are_not_let_in_and_an_administrator_of_the_gateway_is()
    {
        await StartGatewayAsync();
        using var client = new AdminClient(Url);
        var tenants = await client.LogInAsync(User, Password, Deadline);
        var calls = Upstream.Calls.Count;
        var own = await LogInAsync(client);

        Assert.That((tenants.Status, own.Status), Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.SeeOther)));
        Assert.That((calls, Upstream.Calls.Count), Is.EqualTo((0, 0)), "no password is sent to a tenant");
    }

    [Test]
    public async Task The_overview_shows_the_tenants_and_the_queue_and_a_held_sync_is_retried()
    {
        await StartGatewayAsync("--Gateway:Tenants:Gone=https://gone.invalid/");
        using var client = new AdminClient(Url);
        await LogInAsync(client);
        await Services.GetRequiredService<IDatabase>().ExecuteAsync(
            """
            INSERT INTO gateway_sync (sync_id, tenant, associate, associate_id, accounts, state, attempts, reason, requested_at, next_at, expires_at)
            VALUES (7, 'Cust1', 'SAL0 <b>', 11, '[]', 0, 3, 'The tenant answered 500.', @now, @later, @later)
            """,
            new { now = TimeProvider.System.GetUtcNow(), later = TimeProvider.System.GetUtcNow().AddHours(1) }, Deadline);
        var page = await client.GetAsync("", Deadline);
        AnswerAlways("{}", status: 401);
        var asked = await client.PostAsync("tenants/ask", Deadline);
        var retried = await client.PostAsync("syncs/7/retry", Deadline);
        var unknown = await client.PostAsync("syncs/8/retry", Deadline);

        Assert.That(page.Words, Does.Contain("1 queued sync is held").And.Contain("Cust1 ").And.Contain("not asked").And.Contain("The tenant answered 500."));
        Assert.That(page.Html, Does.Contain("SAL0 &lt;b"));
        Assert.That(page.Words, Does.Contain("Administrators").And.Not.Contain("Accounts"));
        Assert.That(asked.Words, Does.Match(@"Cust1 http\S+ ok, \d+ ms").And.Contain("The tenant Gone: "));
        Assert.That((retried.Status, unknown.Status), Is.EqualTo((HttpStatusCode.SeeOther, HttpStatusCode.NotFound)));
        Assert.That((await Services.GetRequiredService<SyncCallStore>().ListAsync(Deadline)).Single().IsHeld, Is.False);
    }

    [Test]
    public async Task The_calls_name_their_tenant_and_pages_of_the_mailbox_engine_do_not_exist()
    {
        await StartGatewayAsync();
        await CallAsync("GetCurrentAccountId");
        await Services.GetRequiredService<RecentCallWriter>().FlushAsync(Deadline);
        using var client = new AdminClient(Url);
        await LogInAsync(client);
        var calls = await client.GetAsync("calls", Deadline);
        var weak = await client.PostAsync("users", Deadline, ("login", "ann"), ("password", "password of ann"));

        Assert.That(calls.Words, Does.Match("GetCurrentAccountId Cust1 nobody known"));
        Assert.That((weak.Status, weak.Words.Contains("Only administrators are added here.", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.BadRequest, true)));
        foreach (var page in (string[])["accounts", "accounts/1", "outbox", "applications"])
        {
            Assert.That((await client.GetAsync(page, Deadline)).Status, Is.EqualTo(HttpStatusCode.NotFound), page);
        }

        foreach (var page in (string[])["users", "users/1", "tickets", "settings"])
        {
            Assert.That((await client.GetAsync(page, Deadline)).Status, Is.EqualTo(HttpStatusCode.OK), page);
        }
    }

    [Test]
    public async Task A_command_adds_an_administrator_and_nobody_else()
    {
        string[] settings = ["--Engine=Gateway", $"--Gateway:BaseAddress={Upstream.BaseAddress}", .. TestStorage.ArgumentsFor(DataFolder)];
        var user = await CommandRunner.RunAsync("password of ann", ["user", "add", "ann", .. settings]);
        var administrator = await CommandRunner.RunAsync("password of ann", ["user", "add", "ann", "--admin", .. settings]);
        await StartGatewayAsync();
        using var client = new AdminClient(Url);

        Assert.That((user.ExitCode, administrator.ExitCode), Is.EqualTo((1, 0)), $"{user} {administrator}");
        Assert.That(user.ToString(), Does.Contain("give --admin"));
        Assert.That((await client.LogInAsync("ann", "password of ann", Deadline)).Status, Is.EqualTo(HttpStatusCode.SeeOther));
    }

    private async Task<AdminReply> LogInAsync(AdminClient client)
    {
        await Services.GetRequiredService<AssociateStore>().AddAsync(
            new StoredAssociate { LoginName = Administrator, IsAdministrator = true }, "password of the operator", Deadline);
        return await client.LogInAsync(Administrator, "password of the operator", Deadline);
    }
}

/// <summary>Where there are no pages for administrators.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class SwitchedOffTests : DashboardFixture
{
    [Test]
    public async Task A_setting_switches_them_off()
    {
        await StartAsync("--Dashboard:Enabled=false");
        using var client = new AdminClient(Server.Url);

        Assert.That((int)(await client.GetAsync("", Deadline)).Status, Is.EqualTo(404));
        Assert.That((int)(await client.GetAsync("sign-in", Deadline)).Status, Is.EqualTo(404));
    }
}
