using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using NUnit.Framework;
using Services83.EMail.Hosting;

namespace Services83.EMail.Tests.Hosting;

/// <summary>The addresses in the WSDL are those that the client used, whatever stands between.</summary>
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

    private async Task StartAsync(params string[] settings) => _server = await Server.StartAsync(
        ["--urls=http://127.0.0.1:0", $"--Storage:DataFolder={_folder}", "--Logging:LogLevel:Default=Warning", .. settings], Deadline);

    private async Task<string?> AddressAsync(string path, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = new Uri(_server!.Urls.First()) };
        foreach (var (name, value) in headers)
        {
            client.DefaultRequestHeaders.Add(name, value);
        }

        var wsdl = XDocument.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative), Deadline));
        XNamespace soap = "http://schemas.xmlsoap.org/wsdl/soap/";
        return (string?)wsdl.Descendants(soap + "address").Single().Attribute("location");
    }
}
