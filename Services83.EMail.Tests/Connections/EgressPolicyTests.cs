using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Connections.Egress;

namespace Services83.EMail.Tests.Connections;

[CancelAfter(30_000)]
public sealed class EgressPolicyTests
{
    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    [TestCase("::ffff:127.0.0.1")]
    [TestCase("10.1.2.3")]
    [TestCase("172.31.0.1")]
    [TestCase("192.168.1.1")]
    [TestCase("169.254.169.254")]
    [TestCase("100.64.0.1")]
    [TestCase("0.0.0.0")]
    [TestCase("::")]
    [TestCase("255.255.255.255")]
    [TestCase("fe80::1")]
    [TestCase("fd00::1")]
    [TestCase("64:ff9b::7f00:1")]
    [TestCase("64:ff9b::a01:203")]
    [TestCase("2002:7f00:1::")]
    [TestCase("::127.0.0.1")]
    [TestCase("::ffff:0:127.0.0.1")]
    [TestCase("192.0.2.1")]
    [TestCase("198.51.100.7")]
    [TestCase("203.0.113.7")]
    [TestCase("2001:db8::1")]
    public async Task Addresses_that_are_not_public_are_refused(string address, CancellationToken cancellationToken)
    {
        var error = await Assert.CatchAsync<MailServerException>(() => Policy().ResolveAsync(address, 993, cancellationToken));

        Assert.That(error.IsTransient, Is.False);
        Assert.That(error.Message, Does.Contain("Mail:Egress:PrivateNetworks"));
    }

    [TestCase("192.0.3.1")]
    [TestCase("172.32.0.1")]
    [TestCase("2606:4700::1")]
    [TestCase("64:ff9b::808:808")]
    public async Task Public_addresses_are_taken_as_they_are(string address, CancellationToken cancellationToken) =>
        Assert.That(await Policy().ResolveAsync(address, 993, cancellationToken), Is.EqualTo(new[] { IPAddress.Parse(address) }));

    [Test]
    public async Task A_name_is_judged_by_its_address(CancellationToken cancellationToken)
    {
        await Assert.CatchAsync<MailServerException>(() => Policy().ResolveAsync("localhost", 993, cancellationToken));
        var open = Policy(new EgressOptions { PrivateNetworks = ["127.0.0.0/8", "::1/128"] });

        Assert.That((await open.ResolveAsync("localhost", 993, cancellationToken)).All(address => IPAddress.IsLoopback(address)));
    }

    [Test]
    public async Task Another_spelling_of_loopback_is_loopback(CancellationToken cancellationToken)
    {
        foreach (var host in new[] { "127.1", "2130706433", "0x7f.1", "localhost." })
        {
            var error = await Assert.CatchAsync<Exception>(() => Policy().ResolveAsync(host, 993, cancellationToken));
            // A system that cannot resolve this spelling is safe too.
            Assert.That(error is MailServerException or SocketException, Is.True, host);
        }
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("two words")]
    [TestCase("host\r\n")]
    public async Task What_is_no_host_name_is_not_looked_up(string host, CancellationToken cancellationToken)
    {
        await Assert.CatchAsync<MailServerException>(() => Policy().ResolveAsync(host, 993, cancellationToken));
        await Assert.CatchAsync<MailServerException>(() => Policy().ResolveAsync(new string('a', 300), 993, cancellationToken));
    }

    [Test]
    public async Task A_private_network_is_open_only_as_far_as_it_is_configured(CancellationToken cancellationToken)
    {
        var policy = Policy(new EgressOptions { PrivateNetworks = ["10.1.0.0/16"] });

        Assert.That(await policy.ResolveAsync("10.1.2.3", 143, cancellationToken), Has.Exactly(1).Items);
        await Assert.CatchAsync<MailServerException>(() => policy.ResolveAsync("10.2.2.3", 143, cancellationToken));
    }

    [TestCase(22)]
    [TestCase(80)]
    [TestCase(6379)]
    public async Task Ports_that_are_not_for_mail_are_refused(int port, CancellationToken cancellationToken)
    {
        var error = await Assert.CatchAsync<MailServerException>(() => Policy().ResolveAsync("192.0.3.1", port, cancellationToken));
        Assert.That(error.Message, Does.Contain($"port {port}"));

        Assert.That(await Policy(new EgressOptions { AllowedPorts = [port] }).ResolveAsync("192.0.3.1", port, cancellationToken), Has.Exactly(1).Items);
    }

    [TestCase("192.0.3.1", true)]
    [TestCase("192.0.3.2", false)]
    [TestCase("a.example.invalid", false)]
    public async Task When_hosts_are_listed_the_others_are_refused(string host, bool allowed, CancellationToken cancellationToken)
    {
        var resolving = () => Policy(new EgressOptions { AllowedHosts = ["192.0.3.1", "*.mail.example"] })
            .ResolveAsync(host, 993, cancellationToken);

        if (allowed)
        {
            await resolving();
        }
        else
        {
            Assert.That((await Assert.CatchAsync<MailServerException>(resolving)).Message, Does.Contain("Mail:Egress:AllowedHosts"));
        }
    }

    [TestCase("mail.example", false)]
    [TestCase("evilmail.example", false)]
    [TestCase("IMAP.localhost.", true)]
    public async Task A_star_stands_for_all_hosts_below_a_domain(string host, bool allowed, CancellationToken cancellationToken)
    {
        var policy = Policy(new EgressOptions { AllowedHosts = ["*.mail.example", "*.localhost"] });

        // It does not matter whether the resolver knows the name, because the list is checked first.
        var error = await Assert.CatchAsync<Exception>(() => policy.ResolveAsync(host, 993, cancellationToken));

        Assert.That(error.Message.Contains("Mail:Egress:AllowedHosts", StringComparison.Ordinal), Is.EqualTo(!allowed));
    }

    [Test]
    public async Task It_connects_to_where_it_may(CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var policy = Policy(new EgressOptions { AllowedPorts = [port], PrivateNetworks = ["127.0.0.0/8"] });

        await using var stream = await policy.ConnectAsync(new DnsEndPoint("127.0.0.1", port), cancellationToken);
        using var server = await listener.AcceptSocketAsync(cancellationToken);
        await server.SendAsync(Encoding.ASCII.GetBytes("* OK"), cancellationToken);

        var greeting = new byte[4];
        await stream.ReadExactlyAsync(greeting, cancellationToken);
        Assert.That(Encoding.ASCII.GetString(greeting), Is.EqualTo("* OK"));
    }

    [Test]
    public void Wrong_settings_are_named()
    {
        var validator = new EgressOptionsValidator();

        Assert.That(validator.Validate(null, new EgressOptions { PrivateNetworks = ["ten"] }).FailureMessage!, Does.Contain("'ten'"));
        Assert.That(validator.Validate(null, new EgressOptions { AllowedPorts = [0] }).FailureMessage!, Does.Contain("AllowedPorts"));
        Assert.That(validator.Validate(null, new EgressOptions()).Succeeded, Is.True);
    }

    private static EgressPolicy Policy(EgressOptions? options = null) => new(Options.Create(options ?? new EgressOptions()));
}
