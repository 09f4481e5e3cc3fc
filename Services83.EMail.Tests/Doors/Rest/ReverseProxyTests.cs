using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>Headers of a trusted reverse proxy apply to the web API as to SOAP; headers of others are ignored.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class ReverseProxyTests : RestFixture
{
    private static readonly (string Name, string Value)[] Forwarded =
        [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "crm.example.com"), ("X-Forwarded-Prefix", "/cust1"), ("X-Forwarded-For", "203.0.113.7")];

    [Test]
    public async Task Behind_one_that_ends_TLS_cookies_are_secure_and_addresses_the_clients()
    {
        await StartAsync("--Identity:TrustedProxies:0=127.0.0.1");
        var anna = await AsAsync(SoapTestServer.Anna);

        var session = Succeeded(await anna.PostAsync("/api/v1/session", "", null, Deadline, Forwarded));
        var versions = await anna.SendAsync(HttpMethod.Get, "/api", Deadline, Forwarded);

        Assert.That(session.Headers["Set-Cookie"], Is.All.Contain("secure").IgnoreCase.And.Contain("path=/cust1;"));
        Assert.That(versions.Json.GetProperty("v1").GetString(), Is.EqualTo("https://crm.example.com/cust1/api/v1"));
        await WhenLoggedAsync("session for anna (11) from 203.0.113.7: ok");
    }

    [Test]
    public async Task Nobody_else_is_believed()
    {
        await StartAsync("--Identity:ProxyUserHeader=X-User", "--Identity:TrustedProxies:0=192.0.2.1");
        var anna = await AsAsync(SoapTestServer.Anna);

        var versions = await anna.SendAsync(HttpMethod.Get, "/api", Deadline, Forwarded);

        Assert.That(versions.Json.GetProperty("v1").GetString(), Is.EqualTo(Server.Url + "api/v1"));
        Refused(await Server.Rest().PostAsync("/api/v1/session", "", null, Deadline, ("X-User", "anna")), 401, "NotAuthenticated");
    }

    [Test]
    public async Task Whom_it_has_authenticated_gets_a_session_without_a_password()
    {
        await StartAsync("--Identity:ProxyUserHeader=X-User", "--Identity:TrustedProxies:0=127.0.0.1");

        var session = Succeeded(await Server.Rest().PostAsync("/api/v1/session", "", null, Deadline, ("X-User", "anna")));
        var call = await Server.Rest().PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline, ("X-User", "anna"));

        Assert.That(session.Json.GetProperty("Associate").GetString(), Is.EqualTo("anna"));
        Refused(call, 401, "NotAuthenticated");
    }

    /// <summary>A call is logged after it has been answered.</summary>
    private Task WhenLoggedAsync(string text) => Server.Log.WaitForAsync(text, Deadline);
}
