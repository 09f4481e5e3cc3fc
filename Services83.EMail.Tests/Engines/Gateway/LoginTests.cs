using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway.Identity;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Logins at the tenant, and the tickets that stand for them.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class LoginTests : GatewayFixture
{
    private static readonly string Basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    [Test]
    public async Task A_ticket_that_is_ended_is_good_for_nothing()
    {
        await StartGatewayAsync();
        var ticket = await LogInAsync();

        await Services.GetRequiredService<GatewayTicketStore>().EndAsync(ticket, Deadline);

        Refused(await EMail(ticket).CallAsync("GetCurrentAccountId", Deadline), "NotAuthenticated");
    }

    [Test]
    public async Task A_login_returns_the_tenants_principal_and_a_ticket_that_stands_for_the_password()
    {
        await StartGatewayAsync();

        var reply = await SoPrincipal().CallAsync("AuthenticateUsernamePassword", Deadline, ("UserName", User), ("Password", Password));
        var ticket = reply.Read<SoCredentials>("Credentials")!.Ticket;
        await EMail(ticket, applicationToken: "token").CallAsync("GetCurrentAccountId", Deadline);

        var principal = reply.Read<SoPrincipalCarrier>()!;
        Assert.That((principal.Associate, principal.AssociateId, principal.FullName), Is.EqualTo((User, 11, "Sally Ø")));
        Assert.That((principal.RoleName, principal.FunctionRights, principal.Licenses), Is.EqualTo(("", Array.Empty<string>(), Array.Empty<GrantedModuleLicense>())));
        Assert.That(reply.Read<bool>("AuthenticationSucceeded"), Is.True);
        Assert.That(ticket, Does.StartWith("7T:"));
        Assert.That(Upstream.Calls.Select(call => call.Authorization), Is.All.EqualTo(Basic));
        Assert.That(Upstream.Calls[^1].ApplicationToken, Is.EqualTo("token"));
    }

    [Test]
    public async Task A_ticket_in_the_place_of_the_name_is_accepted_whosever_it_is()
    {
        await StartGatewayAsync();

        foreach (var ticket in (string[])[await LogInAsync(), UpstreamTicket])
        {
            var reply = await SoPrincipal().CallAsync("AuthenticateUsernamePassword", Deadline, ("UserName", ticket), ("Password", ""));
            Assert.That(reply.Read<SoCredentials>("Credentials")!.Ticket, Is.EqualTo(ticket));
        }

        Assert.That(Upstream.Calls.Select(call => call.Authorization), Is.EqualTo(new[] { Basic, Basic, "SoTicket " + UpstreamTicket }));
    }

    [Test]
    public async Task A_generic_login_is_the_same()
    {
        await StartGatewayAsync();
        var data = new AuthenticationGenericData { ["UserName"] = User, ["Password"] = Password };

        var reply = await SoPrincipal().CallAsync("AuthenticateGeneric", Deadline, ("AuthenticationData", data));

        Assert.That(reply.Read<bool>("AuthenticationSucceeded"), Is.True);
        Refused(await SoPrincipal().CallAsync("AuthenticateImplicit", Deadline), "NotAuthenticated");
        Assert.That((await SoPrincipal().CallAsync("GetSystemInfo", Deadline)).Succeeded, Is.True);
    }

    [Test]
    public async Task A_refused_login_is_told_and_too_many_of_them_are_put_off()
    {
        await StartGatewayAsync();
        Upstream.Instead = (context, _) =>
        {
            context.Response.StatusCode = 401;
            return Task.FromResult(true);
        };
        for (var i = 0; i < LoginThrottle.MaxPerUser; i++)
        {
            Refused(await LogInWrongAsync("Cust1"), "NotAuthenticated", "NotAuthenticated");
        }

        Refused(await LogInWrongAsync("Cust1"), "Throttled");

        Assert.That(Upstream.Calls, Has.Count.EqualTo(LoginThrottle.MaxPerUser));
        Refused(await LogInWrongAsync("Cust2"), "NotAuthenticated", "NotAuthenticated");
    }

    [Test]
    public async Task A_burst_of_guesses_is_stopped_before_most_of_it_is_tried()
    {
        await StartGatewayAsync();
        Upstream.Instead = (context, _) =>
        {
            context.Response.StatusCode = 401;
            return Task.FromResult(true);
        };

        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => LogInWrongAsync("Cust1")));

        Assert.That(Upstream.Calls, Has.Count.InRange(LoginThrottle.MaxPerUser, LoginThrottle.MaxPerUser + 4));
    }

    [Test]
    public async Task A_ticket_is_good_for_its_tenant_only()
    {
        await StartGatewayAsync();
        var ticket = await LogInAsync("Cust1");
        var calls = Upstream.Calls.Count;

        Refused(await EMail(ticket, "Cust2").CallAsync("GetCurrentAccountId", Deadline), "NotAuthenticated");

        Assert.That(Upstream.Calls, Has.Count.EqualTo(calls));
    }

    [Test]
    public async Task A_ticket_lasts_for_six_hours_after_its_last_use_and_then_its_secret_is_gone()
    {
        var time = new ManualTimeProvider();
        using var database = await TestDatabase.MigratedAsync(time);
        var store = new GatewayTicketStore(database.Database, database.Protector, time);
        var tenant = new EMail.Engines.Gateway.Tenant("Cust1", new Uri("https://example.com/"));
        var ticket = await store.IssueAsync(tenant, UpstreamCredentials.OfPassword(User, Password, null), Deadline);

        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromHours(5));
            Assert.That(await store.UseAsync(tenant, ticket, Deadline), Is.Not.Null);
        }

        Assert.That((await store.CountAsync(Deadline))["cust1"], Is.EqualTo(1));
        time.Advance(TimeSpan.FromHours(6));
        Assert.That(() => store.UseAsync(tenant, ticket, Deadline), Throws.TypeOf<NotAuthenticatedException>());
        Assert.That(await store.UseAsync(tenant, Ticket.Create().ToText(), Deadline), Is.Null, "somebody else's ticket");
        await store.IssueAsync(tenant, UpstreamCredentials.OfPassword(User, Password, null), Deadline);
        await store.ForgetAsync(Deadline);
        var secrets = await database.Database.ReadAsync((connection, _) => connection.QueryAsync<string?>("SELECT secret FROM gateway_ticket ORDER BY last_used_at"), Deadline);
        Assert.That(secrets, Has.Exactly(2).Items.And.Exactly(1).Null);
    }

    private Task<SoapReply> LogInWrongAsync(string tenant) =>
        SoPrincipal(tenant).CallAsync("AuthenticateUsernamePassword", Deadline, ("UserName", User), ("Password", "wrong"));
}
