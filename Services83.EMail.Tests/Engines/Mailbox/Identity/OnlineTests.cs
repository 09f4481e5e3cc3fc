using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Identity;

/// <summary>An online installation asks every call which application makes it.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class OnlineTests : SoapFixture
{
    private const string Granted = "token-that-may-use-the-mail";
    private const string Ungranted = "token-that-may-log-in-only";
    private const string Disabled = "token-of-a-former-partner";

    [SetUp]
    public async Task Start()
    {
        await StartAsync("--Identity:Deployment=Online");
        await Server.SetPasswordAsync(SoapTestServer.Anna, Deadline);
        var applications = Server.Get<ApplicationTokenStore>();
        await applications.AddAsync("mailer", Granted, emailGranted: true, Deadline);
        await applications.AddAsync("calendar", Ungranted, emailGranted: false, Deadline);
        await applications.AddAsync("former", Disabled, emailGranted: true, Deadline);
        await applications.SetDisabledAsync("former", disabled: true, Deadline);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("who-is-this")]
    [TestCase(Disabled)]
    public async Task An_unknown_application_gets_nothing_from_either_service(string? token)
    {
        var ticket = (await LogInAsync(Granted)).Read<SoCredentials>("Credentials")!.Ticket;

        Refused(await Server.EMail(ticket, token).CallAsync("GetCurrentAccountId", Deadline), "NotAuthenticated");
        Refused(await LogInAsync(token), "NotAuthenticated");
        Refused(await Server.SoPrincipal(token).CallAsync("GetSystemInfo", Deadline), "NotAuthenticated");
        Refused(await Server.SoPrincipal(token).CallAsync("AuthenticateImplicit", Deadline), "NotAuthenticated");
        Refused(await Server.SoPrincipal(token).CallAsync("AuthenticateGeneric", Deadline), "NotAuthenticated");
    }

    [Test]
    public async Task A_known_application_with_the_right_logs_in_and_calls()
    {
        var ticket = Succeeded(await LogInAsync(Granted)).Read<SoCredentials>("Credentials")!.Ticket;

        Succeeded(await Server.EMail(ticket, Granted).CallAsync("GetCurrentAccountId", Deadline));
        Succeeded(await Server.SoPrincipal(Granted).CallAsync("GetSystemInfo", Deadline));
    }

    [Test]
    public async Task An_application_without_the_right_logs_in_but_the_email_agent_is_closed_to_it()
    {
        var ticket = Succeeded(await LogInAsync(Ungranted)).Read<SoCredentials>("Credentials")!.Ticket;

        var error = Refused(await Server.EMail(ticket, Ungranted).CallAsync("GetCurrentAccountId", Deadline), "AccessDenied");

        Assert.That(error.Message, Does.Contain("not granted"));
    }

    [Test]
    public async Task A_ticket_issued_to_one_application_is_refused_from_another()
    {
        var ticket = Succeeded(await LogInAsync(Ungranted)).Read<SoCredentials>("Credentials")!.Ticket;

        Refused(await Server.EMail(ticket, Granted).CallAsync("GetCurrentAccountId", Deadline), "NotAuthenticated");
    }

    [Test]
    public async Task Application_tokens_are_not_logged()
    {
        Succeeded(await LogInAsync(Granted));
        Refused(await LogInAsync("who-is-this"), "NotAuthenticated");

        Assert.That(Server.Log.Lines, Has.Some.Contains("Application token refused"));
        Assert.That(Server.Log.Lines, Has.None.Contains(Granted).And.None.Contains("who-is-this"));
    }

    private Task<SoapReply> LogInAsync(string? token) => Server.SoPrincipal(token).CallAsync(
        "AuthenticateUsernamePassword", Deadline,
        ("UserName", "anna"), ("Password", SoapTestServer.PasswordOf(SoapTestServer.Anna)));
}
