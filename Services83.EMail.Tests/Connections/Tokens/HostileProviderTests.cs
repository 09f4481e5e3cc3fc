using NUnit.Framework;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Connections.Tokens;

/// <summary>Identity providers with wrong or hostile documents.</summary>
[CancelAfter(60_000)]
public sealed class HostileProviderTests : TokenFixture
{
    private protected override Dictionary<string, OAuthProviderOptions> Providers => ((string[])["issuer", "private", "plain", "huge", "token", "absent"])
        .ToDictionary(name => name, name => OpenId($"hostile/{name}", "secret")).Append(new("away", new OAuthProviderOptions
        {
            Authority = new Uri("https://127.0.0.1:9/away"), ClientId = "mail", Hosts = ["127.0.0.1"],
        })).ToDictionary();

    [TestCase("issuer", "calls itself 'https://login.example.com'")]
    [TestCase("private", "does not connect to 127.0.0.2: its address is not public")]
    [TestCase("plain", "names an address without encryption: http://127.0.0.1")]
    [TestCase("huge", "has more than 1048576 bytes")]
    [TestCase("token", "reply is not JSON")]
    [TestCase("away", "127.0.0.1 cannot be reached: it refuses the connection")]
    public async Task What_a_provider_may_not_do_is_told(string provider, string reason)
    {
        var account = await AddAccountAsync(provider, "user001");

        var error = await Assert.ThrowsAsync<ConsentException>(() => Node.Consents.CompleteAsync(
            account, IdentityProvider.Redirect, "code", new ConsentProof("verifier", "nonce"), Deadline));

        Assert.That(error!.Message, Does.StartWith($"The identity provider '{provider}' refuses: ").And.Contain(reason));
        Assert.That(await RequestsAsync(), Is.Zero, "nothing went to the real provider");
    }
}
