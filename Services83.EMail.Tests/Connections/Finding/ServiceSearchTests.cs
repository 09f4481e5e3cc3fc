using NUnit.Framework;
using Services83.EMail.Connections.Finding;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Connections.Finding;

public sealed class ServiceSearchTests
{
    [Test]
    public void The_lowest_priority_is_chosen_and_then_the_greatest_weight()
    {
        ServiceRecord[] records =
        [
            new(20, 900, 993, "backup.example.com"), new(10, 5, 993, "small.example.com"), new(10, 60, 1993, "Large.Example.com"), new(10, 60, 993, "larger.example.com"),
        ];

        Assert.That(Choose(records), Is.EqualTo("large.example.com:1993"));
    }

    [Test]
    public void A_service_that_is_not_offered_or_cannot_be_has_no_server()
    {
        Assert.That(Choose([]), Is.Null);
        Assert.That(Choose([new(0, 0, 1, "")]), Is.Null, "a dot is the only target: the service is not offered (RFC 6186, section 3.4)");
        Assert.That(Choose([new(0, 0, 0, "mail.example.com")]), Is.Null);
        Assert.That(Choose([new(0, 0, 993, "two words")]), Is.Null);
    }

    [Test]
    public void The_list_of_large_providers_is_usable()
    {
        foreach (var found in KnownProviders.Settings)
        {
            foreach (var server in new[] { found.Incoming!, found.Outgoing! })
            {
                Assert.That(MailEndpoint.Parse(server.Protocol, $"{server}", 0), Is.EqualTo(server.Endpoint), found.Source);
            }
        }
    }

    [TestCase("aspmx.l.google.com", "imap.gmail.com")]
    [TestCase("Example-com.mail.protection.outlook.com", "outlook.office365.com")]
    [TestCase("notgoogle.com", null)]
    [TestCase("mx.example.com", null)]
    public void A_provider_is_recognised_by_the_host_that_receives_the_mail(string exchange, string? server) =>
        Assert.That(KnownProviders.ByExchange(exchange)?.Incoming?.Endpoint.Host, Is.EqualTo(server));

    private static string? Choose(IEnumerable<ServiceRecord> records) => ServiceSearch.Choose(MailProtocol.Imap, MailSecurity.Tls, records)?.ToString() is { } text
        ? text.Replace("imaps://", "", StringComparison.Ordinal)
        : null;
}
