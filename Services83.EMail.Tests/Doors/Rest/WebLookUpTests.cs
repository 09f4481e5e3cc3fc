using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>The newer operations on people and domains.</summary>
[Category(Tier.Servers)]
public sealed class WebLookUpTests : WebMailboxFixture
{
    private DnsServer _dns = null!;

    protected override async Task<string[]> SettingsAsync()
    {
        _dns = await DnsServer.StartAsync(
            ["--mx-host=shop.test,mx.shop.test,10", "--txt-record=shop.test,v=spf1 include:spf.sender.test -all", "--txt-record=spf.sender.test,v=spf1 ip4:192.0.2.0/24 -all"],
            Deadline);
        return [$"--Mail:Dns:Servers:0={_dns.Address}"];
    }

    [OneTimeTearDown]
    public async Task StopDns() => await _dns.DisposeAsync();

    [Test]
    public async Task A_domain_has_the_mail_servers_and_senders_that_DNS_says()
    {
        Assert.That(await AskAsync<bool>("HasMXRecord", ("MailDomain", "shop.test")), Is.True);
        Assert.That(await AskAsync<bool>("HasMXRecord", ("MailDomain", "none.test")), Is.False);
        Assert.That(await AskAsync<bool>("HasSPFRecord", ("SourceSpf", "spf.sender.test"), ("TargetDomain", "shop.test")), Is.True);
        Assert.That(await AskAsync<bool>("HasSPFRecord", ("SourceSpf", "v=spf1 ip4:192.0.2.7 ~all"), ("TargetDomain", "shop.test")), Is.True);
        Assert.That(await AskAsync<bool>("HasSPFRecord", ("SourceSpf", "other.test"), ("TargetDomain", "shop.test")), Is.False);
    }

    [Test]
    public async Task What_is_no_domain_is_refused()
    {
        Assert.That((await RefusedAsync(400, "HasMXRecord", ("MailDomain", "127.0.0.1"))).Message, Does.StartWith("MailDomain must be"));
        Assert.That((await RefusedAsync(400, "HasSPFRecord", ("SourceSpf", "v=spf1 nonsense"), ("TargetDomain", "shop.test"))).Message, Does.Contain("'nonsense'"));
        Assert.That((await RefusedAsync(400, "HasSPFRecord", ("TargetDomain", "shop.test"))).Message, Does.StartWith("Name a domain"));
    }

    [Test]
    public async Task Recipients_are_separated_and_looked_up()
    {
        var found = await AskAsync<EMailAddress[]>("ResolveEMailRecipients", ("EmailAddress", "Anna <anna@test.example>; \"B, C\" <c@test.example>\nd@test.example, Somebody Else"));

        Assert.That(found.Select(one => (one.Name, one.Address)), Is.EqualTo(new[]
        {
            ("Anna", "anna@test.example"), ("B, C", "c@test.example"), ("", "d@test.example"), ("Somebody Else", ""),
        }));
        Assert.That(found[0].AssociateId, Is.EqualTo(SoapTestServer.Anna));
    }

    [Test]
    public async Task People_are_found_with_limits()
    {
        var persons = await AskAsync<Person[]>("GetPersonsFromEmailAddress", ("EmailAddress", "anna@test.example"));
        var none = await AskAsync<ContactOrPersonFromEmail[]>(
            "FindContactOrPersonByEmailNameWithLimit", ("Name", ""), ("EmailAddress", "anna@test.example"), ("NumberOfContacts", 0), ("NumberOfPersons", 0));
        await RefusedAsync(400, "FindContactOrPersonByEmailNameWithLimit", ("NumberOfContacts", -1));

        Assert.That(persons.Select(person => (person.Email, person.AssociateId)), Is.EqualTo(new[] { ("anna@test.example", SoapTestServer.Anna) }));
        Assert.That(none, Is.Empty);
    }
}
