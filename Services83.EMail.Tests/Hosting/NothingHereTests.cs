using System.Net;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting;

[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class NothingHereTests
{
    private SoapTestServer _server = null!;
    private HttpClient _http = null!;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await SoapTestServer.StartAsync([], Deadline, "--PathBase=/SuperOffice");
        _http = new HttpClient { BaseAddress = _server.Url };
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http?.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [TestCase("/", "")]
    [TestCase("/SuperOffice", "SuperOffice/")]
    [TestCase("/SuperOffice/", "SuperOffice/")]
    public async Task The_root_says_what_this_is_and_where_to_go(string path, string prefix)
    {
        using var reply = await _http.GetAsync(new Uri(path, UriKind.Relative), Deadline);
        var text = await reply.Content.ReadAsStringAsync(Deadline);

        Assert.That((reply.StatusCode, reply.Content.Headers.ContentType!.MediaType), Is.EqualTo((HttpStatusCode.OK, "text/plain")));
        Assert.That(text, Does.StartWith("This is Services83.EMail").And.Contain($"\n{_server.Url}{prefix}Remote/Services83/EMail.svc and ").And.Contain($"{_server.Url}{prefix}swagger"));
    }

    [TestCase("/Remote/Services83/Contact.svc", "offers only the services EMail and SoPrincipal, not Contact.svc.")]
    [TestCase("/Remote/Services84/EMail.svc", "offers Services83; Services84 has other messages")]
    [TestCase("/Cust9/Remote/Services83/EMail.svc", "does not know the beginning of the path, /Cust9: its operator can set PathBase")]
    [TestCase("/nowhere", "There is nothing at this address.\nThere are:")]
    public async Task Near_the_services_the_reply_says_what_is_wrong_and_which_addresses_there_are(string path, string reason)
    {
        using var reply = await _http.GetAsync(new Uri(path, UriKind.Relative), Deadline);
        var text = await reply.Content.ReadAsStringAsync(Deadline);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(text, Does.Contain(reason).And.Contain($"{_server.Url}Remote/Services83/EMail.svc"));
    }
}
