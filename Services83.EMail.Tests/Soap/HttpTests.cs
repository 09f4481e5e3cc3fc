using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[Category(Tier.Engines)]
[TestFixture]
public sealed class HttpTests : EMailEndpointTests
{
    private static readonly string Message = new EMailRequest().Text;

    [TestCase("/services83/email.SVC")]
    [TestCase("/Services83/EMail.svc/")]
    [TestCase("/Services83/EMail.svc?x=1")]
    [TestCase("/Services83/EMail.svc?wsdl")]
    public async Task Letter_case_trailing_slash_and_query_do_not_matter(string path)
    {
        var reply = await new EMailRequest().SendAsync(Host, path);
        Assert.That(reply.Seen, Is.EqualTo(EMailRequest.SeenAccount));
    }

    [TestCase("/Services83/EMail.svc/foo")]
    [TestCase("/Services83/Other.svc")]
    public async Task Another_path_is_not_found(string path)
    {
        var reply = await new EMailRequest().SendAsync(Host, path);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("PUT")]
    [TestCase("PATCH")]
    [TestCase("DELETE")]
    public async Task Other_methods_are_refused(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(EMailEchoHost.Path, UriKind.Relative));
        request.Content = new StringContent(Message, Encoding.UTF8, "text/xml");
        using var reply = await Host.Client.SendAsync(request);
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(reply.Content.Headers.Allow, Is.EquivalentTo(new[] { "GET", "HEAD", "POST", "OPTIONS" }));
    }

    [Test]
    public async Task Tools_that_know_the_bare_address_find_the_description()
    {
        var page = await Host.Client.GetStringAsync(new Uri(EMailEchoHost.Path, UriKind.Relative));
        var link = System.Text.RegularExpressions.Regex.Match(page, "<link rel=\"alternate\" type=\"text/xml\" href=\"([^\"]+)\"/>").Groups[1].Value;
        var discovery = System.Xml.Linq.XDocument.Parse(await Host.Client.GetStringAsync(new Uri(link)));
        System.Xml.Linq.XNamespace contract = "http://schemas.xmlsoap.org/disco/scl/";

        Assert.That(discovery.Root!.Name.ToString(), Is.EqualTo("{http://schemas.xmlsoap.org/disco/}discovery"));
        var reference = discovery.Root.Element(contract + "contractRef")!;
        Assert.That((string?)reference.Attribute("docRef"), Is.EqualTo(link[..^"?disco".Length]));
        Assert.That(await Host.Client.GetStringAsync(new Uri((string)reference.Attribute("ref")!)), Does.Contain("portType"));
    }

    [Test]
    public async Task Options_and_head_are_answered()
    {
        using var options = await Host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, new Uri(EMailEchoHost.Path, UriKind.Relative)));
        using var head = await Host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(EMailEchoHost.Path + "?wsdl", UriKind.Relative)));
        Assert.That(options.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((head.StatusCode, head.Content.Headers.ContentLength > 1000), Is.EqualTo((HttpStatusCode.OK, true)));
    }

    [Test]
    public async Task Http_10_is_answered_and_closed(CancellationToken cancellation)
    {
        var reply = await PostRawAsync("HTTP/1.0", "", Message, cancellation);
        Assert.That(reply, Does.StartWith("HTTP/1.1 200").And.Contain("Connection: close").And.Contain(EMailRequest.SeenAccount));
    }

    [Test]
    public async Task Close_is_answered_in_kind(CancellationToken cancellation)
    {
        var reply = await PostRawAsync("HTTP/1.1", "Connection: close\r\n", Message, cancellation);
        Assert.That(reply, Does.StartWith("HTTP/1.1 200").And.Contain("Connection: close\r\n"));
    }

    [Test]
    public async Task An_expected_continue_is_sent_and_the_length_is_told(CancellationToken cancellation)
    {
        var reply = await PostRawAsync("HTTP/1.1", "Expect: 100-continue\r\n", Message, cancellation);
        Assert.That(reply, Does.Contain("Content-Length: ").And.Contain("Content-Type: text/xml; charset=utf-8").And.Contain(EMailRequest.SeenAccount));
    }

    [TestCase(1)]
    [TestCase(100)]
    public async Task Chunks_of_any_size_are_read(int size, CancellationToken cancellation)
    {
        var body = string.Concat(Message.Chunk(size).Select(chunk => $"{chunk.Length:x}\r\n{new string(chunk)}\r\n")) + "0\r\n\r\n";
        var reply = await RawClient.SendAsync(Host.BaseAddress, Head("HTTP/1.1", "Transfer-Encoding: chunked\r\n") + body, cancellation);
        Assert.That(Encoding.UTF8.GetString(reply), Does.Contain(EMailRequest.SeenAccount));
    }

    [Test]
    public async Task The_action_may_be_sent_twice(CancellationToken cancellation)
    {
        var action = $"SOAPAction: {EMailRequest.Ns}/EMail/SyncEmailAccounts\r\n";
        var reply = await PostRawAsync("HTTP/1.1", action, Message, cancellation);
        Assert.That(reply, Does.Contain(EMailRequest.SeenAccount));
    }

    [Test]
    public async Task Get_shows_the_page_whatever_else_is_sent(CancellationToken cancellation)
    {
        var reply = await RawClient.SendAsync(
            Host.BaseAddress, $"GET {EMailEchoHost.Path} HTTP/1.1\r\nHost: x\r\nAccept: text/xml\r\nContent-Length: 4\r\n\r\nabcd", cancellation);
        Assert.That(Encoding.UTF8.GetString(reply), Does.Contain("<h1>WcfEMailService Service</h1>"));
    }

    [TestCase(null, "http://crm.example.com:81/base/Services83/EMail.svc")]
    [TestCase("https://public.example.com/cust1", "https://public.example.com/cust1/Services83/EMail.svc")]
    public async Task Addresses_are_right_behind_a_proxy_and_under_a_path_base(string? configured, string address)
    {
        await using var host = await SoapTestHost.StartAsync(
            services => services.AddSingleton(EMailStub.Create()),
            app => app.MapSoapService<IEMailAgent>(new SoapServiceOptions
            {
                ServiceName = "WcfEMailService",
                Addresses = ["/Services83/EMail.svc", "/Remote/Services83/EMail.svc"],
                PublicBaseUrl = configured is null ? null : new Uri(configured),
            }),
            before: app => app.UsePathBase("/base"));
        foreach (var query in new[] { "wsdl", "singleWsdl", "WSDL" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/BASE/services83/email.svc?{query}", UriKind.Relative));
            request.Headers.Host = "crm.example.com:81";
            using var reply = await host.Client.SendAsync(request);
            Assert.That((await reply.Content.ReadAsStringAsync()).Replace("/BASE/", "/base/", StringComparison.Ordinal), Does.Contain($"location=\"{address}\""));
        }
    }

    [Test]
    public async Task Addresses_are_those_of_the_outside_behind_a_trusted_proxy()
    {
        await using var host = await SoapTestHost.StartAsync(
            services => services.AddSingleton(EMailStub.Create()),
            app => app.MapSoapService<IEMailAgent>(new SoapServiceOptions { ServiceName = "X", Addresses = [EMailEchoHost.Path] }),
            before: app => app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All }));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(EMailEchoHost.Path + "?wsdl", UriKind.Relative));
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "mail.example.com");
        using var reply = await host.Client.SendAsync(request);
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("location=\"https://mail.example.com/Services83/EMail.svc\""));
    }

    [Test]
    public async Task A_host_with_markup_in_it_cannot_get_into_the_page(CancellationToken cancellation)
    {
        var reply = await RawClient.SendAsync(Host.BaseAddress, $"GET {EMailEchoHost.Path} HTTP/1.1\r\nHost: a\"><script>\r\n\r\n", cancellation);
        Assert.That(Encoding.UTF8.GetString(reply), Does.Not.Contain("<script>"));
    }

    private static string Head(string version, string headers) =>
        $"POST {EMailEchoHost.Path} {version}\r\nHost: localhost\r\nContent-Type: text/xml; charset=utf-8\r\n"
        + $"SOAPAction: \"{EMailRequest.Ns}/EMail/SyncEmailAccounts\"\r\n{headers}\r\n";

    private async Task<string> PostRawAsync(string version, string headers, string body, CancellationToken cancellation) =>
        Encoding.UTF8.GetString(await RawClient.SendAsync(
            Host.BaseAddress, Head(version, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}") + body, cancellation));
}
