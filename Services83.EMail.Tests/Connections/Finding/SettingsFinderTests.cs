using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Connections.Finding;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Webhooks;

namespace Services83.EMail.Tests.Connections.Finding;

/// <summary>Against a real DNS server, and a web server in place of the domain's.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
public sealed class SettingsFinderTests
{
    private const string Document = """
        <clientConfig version="1.1"><emailProvider id="x">
          <incomingServer type="imap"><hostname>localhost</hostname><port>143</port><socketType>STARTTLS</socketType><username>%EMAILLOCALPART%</username></incomingServer>
        </emailProvider></clientConfig>
        """;

    /// <summary>The only names that the system resolves in tests are those of this machine.</summary>
    private static readonly string[] Records =
    [
        "--srv-host=_imaps._tcp.both.test,localhost,993,10,1", "--srv-host=_imaps._tcp.both.test,unused.both.test,993,20,1",
        "--srv-host=_imap._tcp.both.test", "--srv-host=_pop3s._tcp.both.test,localhost,995,0,0", "--srv-host=_submissions._tcp.both.test,localhost,465,0,0",
        "--srv-host=_imaps._tcp.inside.test,127.0.0.1.inside.test,993,0,0", "--srv-host=_imaps._tcp.odd.test,localhost,6379,0,0",
        "--srv-host=_submission._tcp.unknown.test,nowhere.invalid,587,0,0",
        "--mx-host=customer.test,b.mx.test,20", "--mx-host=customer.test,customer-test.mail.protection.outlook.com,10",
        "--txt-record=both.test,v=spf1 ,-all", "--cname=_imaps._tcp.alias.test,_imaps._tcp.both.test",
    ];

    private static readonly TestCertificate Certificate = TestCertificate.For("autoconfig.both.test");

    private DnsServer _dns = null!;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public async Task StartAsync() => _dns = await DnsServer.StartAsync(Records, Deadline);

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await (_dns?.DisposeAsync() ?? ValueTask.CompletedTask);
        Certificate.Dispose();
    }

    [Test]
    public async Task Records_of_a_domain_are_read()
    {
        Assert.That(await _dns.Client.ServicesAsync("_imaps._tcp.both.test", Deadline), Is.EquivalentTo(new[]
        {
            new ServiceRecord(10, 1, 993, "localhost"), new ServiceRecord(20, 1, 993, "unused.both.test"),
        }));
        Assert.That(await _dns.Client.MailExchangesAsync("customer.test", Deadline), Is.EqualTo(new[] { "customer-test.mail.protection.outlook.com", "b.mx.test" }));
        Assert.That(await _dns.Client.TextsAsync("both.test", Deadline), Is.EqualTo(new[] { "v=spf1 -all" }));
        Assert.That((await _dns.Client.ServicesAsync("_imap._tcp.both.test", Deadline)).Single().Target, Is.Empty, "not offered");
        Assert.That(await _dns.Client.ServicesAsync("_imaps._tcp.none.test", Deadline), Is.Empty);
    }

    [Test]
    public async Task The_services_of_a_domain_are_found_and_another_domain_is_told()
    {
        var best = await FindAsync("ann@both.test", null);
        var pop3 = await FindAsync("ann@both.test", MailProtocol.Pop3);

        var found = best.Candidates.Single();
        Assert.That((found.Source, $"{found.Incoming}", $"{found.Outgoing}"), Is.EqualTo(("DNS (SRV records)", "localhost:993", "localhost:465")));
        Assert.That(found.Warnings.Single(), Does.StartWith("localhost is not in the domain both.test"));
        Assert.That((pop3.Candidates.Single().Incoming!.Protocol, best.Rejected), Is.EqualTo((MailProtocol.Pop3, Array.Empty<string>())).UsingPropertiesComparer());
    }

    [Test]
    public async Task The_document_of_the_domain_is_read_and_what_contradicts_it_is_told()
    {
        await using var web = await WebhookReceiver.StartAsync(Certificate.Certificate);
        var paths = new List<string>();
        web.Answer = context =>
        {
            paths.Add($"{context.Request.Host}{context.Request.Path}");
            return context.Response.WriteAsync(Document, Deadline);
        };
        var result = await FindAsync("ann@both.test", null, web);

        Assert.That(paths, Is.EqualTo(new[] { "autoconfig.both.test/mail/config-v1.1.xml" }));
        Assert.That(result.Candidates.Select(found => found.Source), Is.EqualTo(new[] { "DNS (SRV records)", "autoconfig of the domain" }));
        Assert.That(result.Candidates[0].Warnings, Does.Contain("autoconfig of the domain names another server: localhost:143."));
        Assert.That((result.Candidates[1].Incoming!.UserName, $"{result.Candidates[1].Outgoing}"), Is.EqualTo(("ann", "localhost:465")));
    }

    [Test]
    public async Task A_document_is_fetched_from_public_hosts_over_https_only()
    {
        var target = "http://127.0.0.1/config";
        await using var web = await WebhookReceiver.StartAsync(Certificate.Certificate);
        var requests = 0;
        web.Answer = context =>
        {
            requests++;
            context.Response.Redirect(target);
            return Task.CompletedTask;
        };
        var redirected = await FindAsync("ann@none.test", null, web);
        var egress = new EgressPolicy(Options.Create(new EgressOptions()));

        Assert.That((redirected.Candidates.Count, requests), Is.EqualTo((0, 1)), "no other scheme is followed");
        await Assert.CatchAsync<MailServerException>(async () => await egress.ConnectHttpsAsync(new DnsEndPoint("localhost", 443), Deadline));
        await Assert.CatchAsync<MailServerException>(async () => await egress.ConnectHttpsAsync(new DnsEndPoint("example.com", 8443), Deadline));
    }

    [Test]
    public async Task A_server_that_the_egress_policy_forbids_or_nobody_knows_is_not_offered()
    {
        var closed = await FindAsync("ann@both.test", null, privateNetworks: []);
        var odd = await FindAsync("ann@odd.test", null);

        Assert.That((closed.Candidates.Count, odd.Candidates.Count), Is.EqualTo((0, 0)));
        Assert.That(closed.Rejected[0], Does.StartWith("DNS (SRV records): localhost:993.").And.Contain("Mail:Egress:PrivateNetworks"));
        Assert.That(odd.Rejected.Single(), Does.Contain("port 6379 is not among Mail:Egress:AllowedPorts"));
    }

    [Test]
    public async Task Without_DNS_there_is_a_reason_and_no_crash()
    {
        var port = LocalProgram.FreePorts(1)[0];
        var result = await FindAsync("ann@both.test", null, dns: DnsServer.ClientFor($"127.0.0.1:{port}"));

        Assert.That(result.Candidates, Is.Empty);
        Assert.That(result.Rejected.Single(), Does.StartWith("DNS was asked in vain: "));
    }

    [Test]
    public async Task Large_providers_are_known_without_asking_anybody()
    {
        var result = await FindAsync("ann@GMail.com", null, dns: DnsServer.ClientFor("127.0.0.1:1"));

        Assert.That($"{result.Candidates.Single().Incoming}", Is.EqualTo("imap.gmail.com:993"));
        await Assert.CatchAsync<InvalidArgumentException>(() => FindAsync("ann@localhost", null));
        await Assert.CatchAsync<InvalidArgumentException>(() => FindAsync("ann@two words.example", null));
    }

    private async Task<SearchResult> FindAsync(
        string address, MailProtocol? protocol, WebhookReceiver? web = null, MailDns? dns = null, string[]? privateNetworks = null)
    {
        var egress = new EgressPolicy(Options.Create(new EgressOptions { PrivateNetworks = privateNetworks ?? ["127.0.0.0/8", "::1/128"] }));
        using var finder = new SettingsFinder(dns ?? _dns.Client, egress, ClientFor(web));
        return await finder.FindAsync(address, protocol, Deadline);
    }

    /// <summary>Reaches the test's web server under the names of the domain; without one, nothing.</summary>
    private static HttpClient ClientFor(WebhookReceiver? web) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            if (web is null || !context.DnsEndPoint.Host.StartsWith("autoconfig.", StringComparison.Ordinal) || context.DnsEndPoint.Port != 443)
            {
                throw new SocketException((int)SocketError.ConnectionRefused);
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, new Uri(web.Url).Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
    });
}
