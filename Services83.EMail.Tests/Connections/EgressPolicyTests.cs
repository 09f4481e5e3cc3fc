using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Connections.Egress;
using Shouldly;

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
        var error = await Should.ThrowAsync<MailServerException>(() => Policy().ResolveAsync(address, 993, cancellationToken));

        error.IsTransient.ShouldBeFalse();
        error.Message.ShouldContain("Mail:Egress:PrivateNetworks");
    }

    [TestCase("192.0.3.1")]
    [TestCase("172.32.0.1")]
    [TestCase("2606:4700::1")]
    [TestCase("64:ff9b::808:808")]
    public async Task Public_addresses_are_taken_as_they_are(string address, CancellationToken cancellationToken) =>
        (await Policy().ResolveAsync(address, 993, cancellationToken)).ShouldBe([IPAddress.Parse(address)]);

    [Test]
    public async Task A_name_is_judged_by_its_address(CancellationToken cancellationToken)
    {
        await Should.ThrowAsync<MailServerException>(() => Policy().ResolveAsync("localhost", 993, cancellationToken));
        var open = Policy(new EgressOptions { PrivateNetworks = ["127.0.0.0/8", "::1/128"] });

        (await open.ResolveAsync("localhost", 993, cancellationToken)).ShouldAllBe(address => IPAddress.IsLoopback(address));
    }

    [Test]
    public async Task Another_spelling_of_loopback_is_loopback(CancellationToken cancellationToken)
    {
        foreach (var host in new[] { "127.1", "2130706433", "0x7f.1", "localhost." })
        {
            var error = await Should.ThrowAsync<Exception>(() => Policy().ResolveAsync(host, 993, cancellationToken));
            // A system that does not know the spelling resolves nothing, which is as good.
            (error is MailServerException or SocketException).ShouldBeTrue(host);
        }
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("two words")]
    [TestCase("host\r\n")]
    public async Task What_is_no_host_name_is_not_looked_up(string host, CancellationToken cancellationToken)
    {
        await Should.ThrowAsync<MailServerException>(() => Policy().ResolveAsync(host, 993, cancellationToken));
        await Should.ThrowAsync<MailServerException>(() => Policy().ResolveAsync(new string('a', 300), 993, cancellationToken));
    }

    [Test]
    public async Task A_private_network_is_open_only_as_far_as_it_is_configured(CancellationToken cancellationToken)
    {
        var policy = Policy(new EgressOptions { PrivateNetworks = ["10.1.0.0/16"] });

        (await policy.ResolveAsync("10.1.2.3", 143, cancellationToken)).ShouldHaveSingleItem();
        await Should.ThrowAsync<MailServerException>(() => policy.ResolveAsync("10.2.2.3", 143, cancellationToken));
    }

    [TestCase(22)]
    [TestCase(80)]
    [TestCase(6379)]
    public async Task Ports_that_are_not_for_mail_are_refused(int port, CancellationToken cancellationToken)
    {
        var error = await Should.ThrowAsync<MailServerException>(() => Policy().ResolveAsync("192.0.3.1", port, cancellationToken));
        error.Message.ShouldContain($"port {port}");

        (await Policy(new EgressOptions { AllowedPorts = [port] }).ResolveAsync("192.0.3.1", port, cancellationToken)).ShouldHaveSingleItem();
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
            await Should.NotThrowAsync(resolving);
        }
        else
        {
            (await Should.ThrowAsync<MailServerException>(resolving)).Message.ShouldContain("Mail:Egress:AllowedHosts");
        }
    }

    [TestCase("mail.example", false)]
    [TestCase("evilmail.example", false)]
    [TestCase("IMAP.localhost.", true)]
    public async Task A_star_stands_for_all_hosts_below_a_domain(string host, bool allowed, CancellationToken cancellationToken)
    {
        var policy = Policy(new EgressOptions { AllowedHosts = ["*.mail.example", "*.localhost"] });

        // Whether the resolver knows the name is its business; the list is asked first.
        var error = await Should.ThrowAsync<Exception>(() => policy.ResolveAsync(host, 993, cancellationToken));

        error.Message.Contains("Mail:Egress:AllowedHosts", StringComparison.Ordinal).ShouldBe(!allowed);
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
        Encoding.ASCII.GetString(greeting).ShouldBe("* OK");
    }

    [Test]
    public void Wrong_settings_are_named()
    {
        var validator = new EgressOptionsValidator();

        validator.Validate(null, new EgressOptions { PrivateNetworks = ["ten"] }).FailureMessage.ShouldNotBeNull().ShouldContain("'ten'");
        validator.Validate(null, new EgressOptions { AllowedPorts = [0] }).FailureMessage.ShouldNotBeNull().ShouldContain("AllowedPorts");
        validator.Validate(null, new EgressOptions()).Succeeded.ShouldBeTrue();
    }

    private static EgressPolicy Policy(EgressOptions? options = null) => new(Options.Create(options ?? new EgressOptions()));
}
