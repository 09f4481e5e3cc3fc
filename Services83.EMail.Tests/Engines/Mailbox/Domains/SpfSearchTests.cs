using NUnit.Framework;
using Services83.EMail.Engines.Mailbox.Domains;

namespace Services83.EMail.Tests.Engines.Mailbox.Domains;

/// <summary>Which terms an SPF record contains (RFC 7208).</summary>
public sealed class SpfSearchTests
{
    private static readonly Dictionary<string, string[]> Records = new()
    {
        ["plain.test"] = ["some text", "v=spf1 ip4:192.0.2.0/24 a mx:mail.plain.test include:one.test -all"],
        ["one.test"] = ["V=SPF1 include:two.test ip6:2001:db8::/32 ?all"],
        ["two.test"] = ["v=spf1 include:one.test ip4:198.51.100.7 ~all"],
        ["moved.test"] = ["v=spf1 redirect=two.test"],
        ["closed.test"] = ["v=spf1 redirect=two.test -all"],
        ["soft.test"] = ["v=spf1 ~include:two.test -ip4:192.0.2.1"],
        ["double.test"] = ["v=spf1 ip4:192.0.2.1", "v=spf1 ip4:192.0.2.1"],
        ["broken.test"] = ["v=spf1 ip4:nonsense"],
        ["macro.test"] = ["v=spf1 include:%{d}.x.test exists:%{i}.y.test"],
        ["chain0.test"] = ["v=spf1 include:chain1.test"],
    };

    [TestCase("ip4:192.0.2.0/24", "plain.test", true)]
    [TestCase("ip4:192.0.2.9", "plain.test", true)]
    [TestCase("ip4:192.0.0.0/16", "plain.test", false)]
    [TestCase("ip4:192.0.2.9 ip6:2001:db8::1", "plain.test", true)]
    [TestCase("ip4:192.0.2.9 ip4:203.0.113.1", "plain.test", false)]
    [TestCase("include:one.test", "plain.test", true)]
    [TestCase("include:ONE.test.", "plain.test", true)]
    [TestCase("include:two.test", "plain.test", true)]
    [TestCase("ip4:198.51.100.7", "plain.test", true)]
    [TestCase("a", "plain.test", true)]
    [TestCase("a/24", "plain.test", false)]
    [TestCase("mx", "plain.test", false)]
    [TestCase("mx:mail.plain.test", "plain.test", true)]
    [TestCase("include:two.test", "moved.test", true)]
    [TestCase("ip4:198.51.100.7", "moved.test", true)]
    [TestCase("ip4:198.51.100.7", "closed.test", false)]
    [TestCase("include:two.test", "soft.test", false)]
    [TestCase("ip4:192.0.2.1", "soft.test", false)]
    [TestCase("ip4:192.0.2.1", "double.test", false)]
    [TestCase("ip4:192.0.2.1", "broken.test", false)]
    [TestCase("exists:%{i}.y.test", "macro.test", true)]
    [TestCase("v=spf1 -all", "plain.test", true)]
    [TestCase("v=spf1 -all", "unknown.test", false)]
    public async Task A_record_contains_what_it_or_an_included_one_allows(string source, string target, bool contains)
    {
        var search = new SpfSearch(name => Task.FromResult<IReadOnlyList<string>>(Records.GetValueOrDefault(name, [])));

        Assert.That(await search.ContainsAsync(target, Terms(source, target)), Is.EqualTo(contains));
    }

    [Test]
    public async Task No_more_records_are_looked_up_than_a_receiver_of_mail_looks_up()
    {
        var asked = 0;
        var search = new SpfSearch(name =>
        {
            asked++;
            return Task.FromResult<IReadOnlyList<string>>([$"v=spf1 include:a{asked}.test include:b{asked}.test"]);
        });

        Assert.That(await search.ContainsAsync("start.test", Terms("ip4:192.0.2.1", "start.test")), Is.False);
        Assert.That(asked, Is.EqualTo(11));
    }

    [TestCase("nonsense")]
    [TestCase("ip4:")]
    [TestCase("ip4:192.0.2.0/33")]
    [TestCase("ip6:x")]
    [TestCase("v=spf2 a")]
    public void A_term_that_cannot_be_read_is_named(string term) =>
        Assert.That(() => Terms(term, "x.test").Length, term == "v=spf2 a" ? Is.EqualTo(1) : Throws.TypeOf<FormatException>().With.Message.Contains(term));

    private static SpfTerm[] Terms(string text, string domain) => [.. SpfTerm.ReadAll(text, domain).Where(term => term.SaysWhoMaySend)];
}
