using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Identity;

namespace Services83.EMail.Tests.Identity;

public sealed class ProxyUserTests
{
    private static readonly IdentityOptions Configured = new() { ProxyUserHeader = "X-Remote-User", TrustedProxies = ["10.0.0.9"] };

    [TestCase("10.0.0.9", "SAL0")]
    [TestCase("::ffff:10.0.0.9", "SAL0")]
    [TestCase("10.0.0.10", null)]
    [TestCase("::1", null)]
    public async Task Only_a_trusted_proxy_is_believed(string from, string? expected)
    {
        var context = Request(from, "SAL0");

        await new ProxyUser(Options.Create(Configured)).Capture(context, _ => Task.CompletedTask);

        Assert.That(ProxyUser.NameOf(context), Is.EqualTo(expected));
        Assert.That(context.Request.Headers, Does.Not.ContainKey("X-Remote-User"));
    }

    [Test]
    public async Task Without_configuration_the_header_means_nothing()
    {
        var context = Request("10.0.0.9", "SAL0");

        await new ProxyUser(Options.Create(new IdentityOptions())).Capture(context, _ => Task.CompletedTask);

        Assert.That(ProxyUser.NameOf(context), Is.Null);
    }

    [Test]
    public void A_header_without_proxies_is_a_wrong_setting()
    {
        var result = new IdentityOptionsValidator().Validate(null, new IdentityOptions { ProxyUserHeader = "X-Remote-User" });

        Assert.That(result.FailureMessage!, Does.Contain("Identity:TrustedProxies"));
    }

    [Test]
    public void A_proxy_that_is_no_address_is_a_wrong_setting()
    {
        var result = new IdentityOptionsValidator().Validate(null, new IdentityOptions { TrustedProxies = ["proxy.example"] });

        Assert.That(result.FailureMessage!, Does.Contain("'proxy.example'"));
    }

    private static DefaultHttpContext Request(string from, string user)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(from);
        context.Request.Headers["X-Remote-User"] = user;
        return context;
    }
}
