using System.Text.Json.Nodes;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class SettingsCommandTests : CommandFixture
{
    [Test]
    public async Task Each_setting_is_shown_with_its_source_and_no_secret_is()
    {
        string[] given = ["--Sync:MaxConcurrentAccounts=7", "--Mail:OAuth:openid:ClientSecret=hush", "--Storage:ConnectionString=Host=x;Password=hush", "--Mail:Egress:PrivateNetworks:0=10.0.0.0/8"];
        var usual = await MustRunAsync("", ["settings", "--json", .. given]);
        var all = await MustRunAsync("", ["settings", "--all", "--json", .. given]);

        var shown = JsonNode.Parse(usual.Output)!.AsArray().ToDictionary(setting => setting!["key"]!.GetValue<string>(), setting => (Value: setting!["value"]!.GetValue<string>(), Source: setting["source"]!.GetValue<string>()));
        Assert.That(shown["Sync:MaxConcurrentAccounts"], Is.EqualTo(("7", "command line")));
        Assert.That(shown["Mail:Egress:PrivateNetworks:0"].Value, Is.EqualTo("10.0.0.0/8"));
        Assert.That((shown["Mail:OAuth:openid:ClientSecret"].Value, shown["Storage:ConnectionString"].Value), Is.EqualTo(("(not shown)", "(not shown)")));
        Assert.That(shown.Keys, Has.None.EqualTo("Sync:BatchMessages").And.None.EqualTo("PATH"));
        Assert.That(all.Output, Does.Contain("\"Sync:BatchMessages\"").And.Contain("\"default\"").And.Not.Contain("hush"));
    }
}
