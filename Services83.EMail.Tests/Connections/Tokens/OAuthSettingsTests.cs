using NUnit.Framework;
using Services83.EMail.Connections.Tokens;

namespace Services83.EMail.Tests.Connections.Tokens;

public sealed class OAuthSettingsTests
{
    private static readonly OAuthProviderOptions[] Right =
    [
        new() { ClientId = "c", Authority = new Uri("https://login.example.com"), Hosts = ["mail.example.com", "*.example.org"] },
        new() { Kind = OAuthProviderKind.Microsoft, ClientId = "c" },
        new() { Kind = OAuthProviderKind.Microsoft, ClientId = "c", CertificateFile = "c.pem", Tenant = "example.com", AllMailboxes = true },
        new() { Kind = OAuthProviderKind.Google, ClientId = "c", ClientSecret = "s" },
        new() { Kind = OAuthProviderKind.Google, KeyFile = "k.json", AllMailboxes = true },
    ];

    private static readonly TestCaseData[] Wrong =
    [
        Case("ClientId", new() { Kind = OAuthProviderKind.Microsoft }),
        Case("Authority", new() { ClientId = "c", Hosts = ["mail.example.com"] }),
        Case("Authority", new() { ClientId = "c", Hosts = ["mail.example.com"], Authority = new Uri("http://login.example.com") }),
        Case("Hosts", new() { ClientId = "c", Authority = new Uri("https://login.example.com") }),
        Case("Hosts", new() { Kind = OAuthProviderKind.Google, ClientId = "c", ClientSecret = "s", Hosts = ["two words"] }),
        Case("Tenant", new() { Kind = OAuthProviderKind.Google, ClientId = "c", ClientSecret = "s", Tenant = "t" }),
        Case("Tenant", new() { Kind = OAuthProviderKind.Microsoft, ClientId = "c", Tenant = "a/../b" }),
        Case("Tenant", new() { Kind = OAuthProviderKind.Microsoft, ClientId = "c", ClientSecret = "s", AllMailboxes = true }),
        Case("CertificateFile", new() { Kind = OAuthProviderKind.Microsoft, ClientId = "c", ClientSecret = "s", CertificateFile = "c.pem" }),
        Case("ClientSecret", new() { Kind = OAuthProviderKind.Microsoft, ClientId = "c", Tenant = "t", AllMailboxes = true }),
        Case("ClientSecret", new() { Kind = OAuthProviderKind.Google, ClientId = "c" }),
        Case("KeyFile", new() { Kind = OAuthProviderKind.Google, ClientId = "c", ClientSecret = "s", AllMailboxes = true }),
        Case("KeyFile", new() { Kind = OAuthProviderKind.Google, ClientId = "c", ClientSecret = "s", KeyFile = "k.json" }),
        Case("AllMailboxes", new() { ClientId = "c", Authority = new Uri("https://login.example.com"), Hosts = ["mail.example.com"], AllMailboxes = true }),
    ];

    [TestCaseSource(nameof(Right))]
    public void What_is_complete_is_taken(OAuthProviderOptions options) => Assert.That(OAuthProviderRules.Check(options), Is.Empty);

    [TestCaseSource(nameof(Wrong))]
    public void What_is_wrong_is_named(string setting, OAuthProviderOptions options) =>
        Assert.That(OAuthProviderRules.Check(options).Single(), Does.StartWith(setting + " "));

    [TestCase("mail.example.com", true)]
    [TestCase("imap.example.org", true)]
    [TestCase("example.org", false)]
    [TestCase("mail.example.com.evil.example", false)]
    [TestCase("evilexample.org", false)]
    public void Tokens_go_to_the_named_servers_only(string host, bool expected) =>
        Assert.That(OAuthProviderRules.MayGetTokens(Right[0], host), Is.EqualTo(expected));

    [Test]
    public void Renewals_begin_before_the_end_and_not_all_at_once()
    {
        var time = new Support.ManualTimeProvider();
        foreach (var life in (TimeSpan[])[TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromDays(1)])
        {
            var (early, end) = new TokenClock(time, () => 1).Plan(life);
            var (late, _) = new TokenClock(time, () => 0).Plan(life);
            var margin = time.GetUtcNow() + life - end;

            Assert.That(early, Is.LessThan(late).And.GreaterThan(time.GetUtcNow() + (life / 2)));
            Assert.That(late, Is.LessThan(end));
            Assert.That(margin, Is.InRange(life / 1500, TimeSpan.FromMinutes(1)));
            Assert.That(end - early, Is.LessThanOrEqualTo(TimeSpan.FromMinutes(12.5)));
        }
    }

    private static TestCaseData Case(string setting, OAuthProviderOptions options) => new(setting, options);
}
