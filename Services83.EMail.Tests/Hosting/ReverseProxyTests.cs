using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using NUnit.Framework;
using Services83.EMail.Hosting;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting;

/// <summary>The addresses in the WSDL are those that the client used, whatever proxies are in between.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class ReverseProxyTests
{
    private string _folder = "";
    private WebApplication? _server;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("services83-test-").FullName;

    [TearDown]
    public async Task Stop()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Behind_a_trusted_proxy_that_ends_TLS_the_address_is_the_clients()
    {
        await StartAsync("--Identity:TrustedProxies:0=127.0.0.1");

        var address = await AddressAsync(
            "/Services83/EMail.svc?singleWsdl", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "crm.example.com"), ("X-Forwarded-Prefix", "/cust1"));

        Assert.That(address, Is.EqualTo("https://crm.example.com/cust1/Services83/EMail.svc"));
    }

    [Test]
    public async Task Nobody_else_is_believed()
    {
        await StartAsync();

        var address = await AddressAsync(
            "/Services83/EMail.svc?singleWsdl", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example.com"));

        Assert.That(address, Is.EqualTo($"{_server!.Urls.First()}/Services83/EMail.svc"));
    }

    [Test]
    public async Task A_configured_public_address_wins()
    {
        await StartAsync("--Soap:PublicUrl=https://mail.example.com/so", "--Identity:TrustedProxies:0=127.0.0.1");

        var address = await AddressAsync("/Remote/Services83/SoPrincipal.svc?singleWsdl", ("X-Forwarded-Host", "crm.example.com"));

        Assert.That(address, Does.StartWith("https://mail.example.com/so/").And.EndWith("Services83/SoPrincipal.svc"));
    }

    [TestCase("/Cust12345/Remote/Services83/EMail.svc?wsdl")]
    [TestCase("/cust12345/remote/services83/email.svc/?wsdl")]
    public async Task Under_a_path_base_the_address_has_it(string path)
    {
        await StartAsync("--PathBase=/Cust12345");

        var address = await AddressAsync(path);

        Assert.That(address, Is.EqualTo($"{_server!.Urls.First()}/Cust12345/Remote/Services83/EMail.svc").IgnoreCase);
    }

    [TestCase("X-Forwarded-Prefix", "/a/", "http://{host}/a/Services83/EMail.svc")]
    [TestCase("X-Forwarded-Prefix", "/", "http://{host}/Services83/EMail.svc")]
    [TestCase("X-Forwarded-Proto", "javascript", "http://{host}/Services83/EMail.svc")]
    [TestCase("X-Forwarded-Proto", "HTTPS", "https://{host}/Services83/EMail.svc")]
    [TestCase("X-Forwarded-Host", "crm.example.com:8443", "http://crm.example.com:8443/Services83/EMail.svc")]
    public async Task What_a_trusted_proxy_says_becomes_an_address_that_is_one(string header, string value, string expected)
    {
        await StartAsync("--Identity:TrustedProxies:0=127.0.0.1");

        var address = await AddressAsync("/Services83/EMail.svc?wsdl", (header, value));

        Assert.That(address, Is.EqualTo(expected.Replace("{host}", new Uri(_server!.Urls.First()).Authority, StringComparison.Ordinal)).IgnoreCase);
    }

    [TestCase("8443", "https://crm.example.com:8443/Services83/EMail.svc")]
    [TestCase("443", "https://crm.example.com/Services83/EMail.svc")]
    [TestCase("no number", "https://crm.example.com/Services83/EMail.svc")]
    public async Task The_port_of_a_trusted_proxy_counts(string port, string expected)
    {
        await StartAsync("--Identity:TrustedProxies:0=127.0.0.1");

        Assert.That(
            await AddressAsync("/Services83/EMail.svc?wsdl", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "crm.example.com"), ("X-Forwarded-Port", port)),
            Is.EqualTo(expected));
    }

    [Test]
    public async Task Each_service_may_have_a_public_address_of_its_own()
    {
        await StartAsync("--Soap:PublicUrl=https://mail.example.com", "--Soap:PublicEMailUrl=https://crm.example.com/legacy/ws/EMail.svc");

        Assert.That(await AddressAsync("/Services83/EMail.svc?wsdl"), Is.EqualTo("https://crm.example.com/legacy/ws/EMail.svc"));
        Assert.That(await AddressAsync("/Services83/SoPrincipal.svc?wsdl"), Is.EqualTo("https://mail.example.com/Services83/SoPrincipal.svc"));
    }

    [TestCase("//Services83//EMail.svc?wsdl")]
    [TestCase("/Remote///Services83/EMail.svc/?wsdl")]
    public async Task A_slash_too_many_does_not_matter(string path)
    {
        await StartAsync();

        Assert.That(await AddressAsync(_server!.Urls.First() + path), Does.EndWith("/Services83/EMail.svc"));
    }

    [Test]
    public async Task A_request_that_names_no_host_is_told_the_address_that_it_came_to()
    {
        await StartAsync();
        var url = new Uri(_server!.Urls.First());

        var reply = System.Text.Encoding.UTF8.GetString(await Tests.Soap.RawClient.SendAsync(url, "GET /Services83/EMail.svc?wsdl HTTP/1.0\r\n\r\n", Deadline));

        Assert.That(reply, Does.Contain($"location=\"http://{url.Authority}/Services83/EMail.svc\""));
    }

    [TestCase("/SuperOffice/Remote/Services83/EMail.svc", "/SuperOffice")]
    [TestCase("/SuperOffice/api/v1/Agents/EMail/GetEMail", "/SuperOffice")]
    [TestCase("/Remote/Services84/EMail.svc", "Services84")]
    [TestCase("/Remote/Services83/Contact.svc", "Contact.svc")]
    [TestCase("/nowhere", "There is nothing")]
    public async Task Where_nothing_is_the_addresses_that_there_are_are_told(string path, string text)
    {
        await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(_server!.Urls.First()) };

        using var reply = await client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(""), Deadline);

        Assert.That((int)reply.StatusCode, Is.EqualTo(404));
        Assert.That(await reply.Content.ReadAsStringAsync(Deadline), Does.Contain(text).And.Contain($"{_server.Urls.First()}/Remote/Services83/EMail.svc"));
    }

    private async Task StartAsync(params string[] settings) => _server = await Server.StartAsync(
        ["--urls=http://127.0.0.1:0", $"--Storage:DataFolder={_folder}", "--Logging:LogLevel:Default=Warning", .. settings], Deadline);

    private async Task<string?> AddressAsync(string path, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = new Uri(_server!.Urls.First()) };
        foreach (var (name, value) in headers)
        {
            client.DefaultRequestHeaders.Add(name, value);
        }

        var wsdl = XDocument.Parse(await client.GetStringAsync(new Uri(path, UriKind.RelativeOrAbsolute), Deadline));
        XNamespace soap = "http://schemas.xmlsoap.org/wsdl/soap/";
        return (string?)wsdl.Descendants(soap + "address").Single().Attribute("location");
    }
}
