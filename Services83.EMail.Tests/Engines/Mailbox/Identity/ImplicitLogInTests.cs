using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Identity;

/// <summary>AuthenticateImplicit with a reverse proxy that names the authenticated user in a header.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class ImplicitLogInTests : SoapFixture
{
    private const string Header = "X-Remote-User";

    [Test]
    public async Task Whom_the_trusted_proxy_names_is_logged_in()
    {
        await StartAsync($"--Identity:ProxyUserHeader={Header}", "--Identity:TrustedProxies:0=127.0.0.1");

        var reply = Succeeded(await LogInAsync("anna"));

        Assert.That(reply.Read<SoPrincipalCarrier>()?.AssociateId, Is.EqualTo(SoapTestServer.Anna));
        Succeeded(await Server.EMail(reply.Read<SoCredentials>("Credentials")!.Ticket).CallAsync("GetCurrentAccountId", Deadline));
        Refused(await LogInAsync("nobody"), "NotAuthenticated");
        Refused(await Server.SoPrincipal().CallAsync("AuthenticateImplicit", Deadline), "NotAuthenticated");
    }

    [Test]
    public async Task The_same_header_from_anybody_else_is_ignored()
    {
        await StartAsync($"--Identity:ProxyUserHeader={Header}", "--Identity:TrustedProxies:0=192.0.2.1");

        Refused(await LogInAsync("anna"), "NotAuthenticated");
    }

    private Task<SoapReply> LogInAsync(string user) => Server
        .SoPrincipal(httpHeaders: new Dictionary<string, string> { [Header] = user })
        .CallAsync("AuthenticateImplicit", Deadline);
}
