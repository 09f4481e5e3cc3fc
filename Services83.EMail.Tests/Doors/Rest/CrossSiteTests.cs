using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>Requests that another site's page makes a browser send, with the password that the browser has stored.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class CrossSiteTests : RestFixture
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Friend = "https://crm.example.com";

    protected override bool SharesServer => true;

    [OneTimeSetUp]
    public Task Start() => StartAsync($"--Rest:Origins:0={Friend}");

    [TestCase("cross-site", "https://evil.example")]
    [TestCase("cross-site", "null")]
    [TestCase("cross-site", null)]
    [TestCase("same-site", "https://other.example.com")]
    [TestCase(null, "https://evil.example")]
    [TestCase(null, "null")]
    [TestCase(null, "https://crm.example.com.evil.example")]
    public async Task Other_sites_are_refused(string? site, string? origin)
    {
        var client = Server.Rest(RestTestClient.Basic(SoapTestServer.NameOf(SoapTestServer.Anna), SoapTestServer.PasswordOf(SoapTestServer.Anna)));
        var form = await client.PostAsync(Operation("SaveEMailAccount"), "EMailAddress=a@b.example", Form, Deadline, From(site, origin));
        var empty = await client.PostAsync(Operation("DeleteEMailAccount") + "?eMailAccountId=1", "", null, Deadline, From(site, origin));

        Refused(form, 403, "CrossSite");
        Refused(empty, 403, "CrossSite");
        Assert.That(form.Header("Access-Control-Allow-Origin"), Is.Null);
    }

    [TestCase(null, null)]
    [TestCase("same-origin", "https://a-name-that-only-the-proxy-knows.example")]
    [TestCase("none", null)]
    [TestCase("cross-site", Friend)]
    [TestCase(null, Friend)]
    public async Task Programs_own_pages_and_named_sites_are_served(string? site, string? origin)
    {
        var client = await AsAsync(SoapTestServer.Anna);
        var reply = await client.PostAsync(Operation("FindAddress"), "{\"Address\":\"a@b.example\"}", Json, Deadline, From(site, origin));
        Succeeded(reply);
        Assert.That(reply.Header("Access-Control-Allow-Origin"), Is.EqualTo(origin == Friend ? Friend : null));
    }

    [Test]
    public async Task The_servers_own_address_is_no_other_site()
    {
        var client = await AsAsync(SoapTestServer.Anna);
        Succeeded(await client.PostAsync(
            Operation("FindAddress"), "{\"Address\":\"a@b.example\"}", Json, Deadline, From(null, Server.Url.GetLeftPart(UriPartial.Authority))));
    }

    [TestCase(Friend, Friend)]
    [TestCase("https://evil.example", null)]
    public async Task Browsers_that_ask_first_are_told(string origin, string? allowed)
    {
        var reply = await Server.Rest().SendAsync(
            HttpMethod.Options, Operation("FindAddress"), Deadline,
            ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"));

        Assert.That((int)reply.Status, Is.EqualTo(204));
        Assert.That(reply.Header("Access-Control-Allow-Origin"), Is.EqualTo(allowed));
        Assert.That(reply.Header("Access-Control-Allow-Headers"), allowed is null ? Is.Null : Is.EqualTo("authorization,content-type"));
    }

    private static (string Name, string Value)[] From(string? site, string? origin) =>
    [
        .. site is null ? Array.Empty<(string, string)>() : [("Sec-Fetch-Site", site)],
        .. origin is null ? Array.Empty<(string, string)>() : [("Origin", origin)],
    ];
}
