using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>An installation on the internet: known applications only, and no passwords with calls.</summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
public sealed class OnlineTests : RestFixture
{
    [SetUp]
    public async Task Start()
    {
        await StartAsync("--Identity:Deployment=Online");
        await Server.SetPasswordAsync(SoapTestServer.Anna, Deadline);
        await Server.Get<ApplicationTokenStore>().AddAsync("granted", "token-1", emailGranted: true, Deadline);
        await Server.Get<ApplicationTokenStore>().AddAsync("other", "token-2", emailGranted: false, Deadline);
    }

    [Test]
    public async Task Basic_is_refused_and_not_offered()
    {
        var client = Server.Rest(RestTestClient.Basic("anna", SoapTestServer.PasswordOf(SoapTestServer.Anna)));

        var reply = await client.PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline, ("SO-AppToken", "token-1"));

        Refused(reply, 401, "NotAuthenticated");
        Assert.That(reply.Headers["WWW-Authenticate"], Has.None.StartsWith("Basic").And.Some.StartsWith("SoTicket").And.Some.StartsWith("Bearer"));
    }

    [TestCase(null, 401, "NotAuthenticated")]
    [TestCase("unknown", 401, "NotAuthenticated")]
    [TestCase("token-2", 403, "AccessDenied")]
    public async Task An_application_that_is_not_let_in_is_refused(string? token, int status, string exceptionType)
    {
        var client = await AsAsync(SoapTestServer.Anna);

        Refused(await client.PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline, token is null ? [] : [("SO-AppToken", token)]), status, exceptionType);
    }

    [Test]
    public async Task A_ticket_and_a_granted_application_are_let_in()
    {
        var ticket = await Server.Get<TicketStore>().IssueAsync(SoapTestServer.Anna, "granted", Deadline);
        var client = Server.Rest("SoTicket " + ticket);

        Succeeded(await client.PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline, ("SO-AppToken", "token-1")));
    }

    [Test]
    public async Task A_session_is_opened_with_a_password_as_SoPrincipal_takes_it()
    {
        var password = RestTestClient.Json(new { UserName = "anna", Password = SoapTestServer.PasswordOf(SoapTestServer.Anna) });

        Refused(await Server.Rest().PostAsync("/api/v1/session", password, Json, Deadline), 401, "NotAuthenticated");
        Refused(await Server.Rest().PostAsync("/api/v1/session", password, Json, Deadline, ("SO-AppToken", "token-2")), 403, "AccessDenied");
        var session = Succeeded(await Server.Rest().PostAsync("/api/v1/session", password, Json, Deadline, ("SO-AppToken", "token-1")));

        Succeeded(await Server.Rest().PostAsync(
            Operation("GetCurrentAccountId"), "", null, Deadline, ("SO-AppToken", "token-1"),
            ("Cookie", session.Headers["Set-Cookie"][0].Split(';')[0]), ("X-XSRF-TOKEN", session.Json.GetProperty("XsrfToken").GetString()!)));
    }
}
