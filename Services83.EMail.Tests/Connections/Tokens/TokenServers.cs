using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Connections.Tokens;

/// <summary>
/// The servers of all fixtures here, which start when the first one needs them: an identity provider, a mail server that asks it about each
/// token, and a mail server that judges tokens by itself.
/// </summary>
[SetUpFixture]
public sealed class TokenServers
{
    private static Task<Servers>? _servers;

    internal static Task<Servers> StartAsync() => _servers ??= StartAllAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_servers is not { IsCompletedSuccessfully: true })
        {
            return;
        }

        var servers = await _servers;
        await servers.Asking.DisposeAsync();
        await servers.Judging.DisposeAsync();
        await servers.Provider.DisposeAsync();
    }

    private static async Task<Servers> StartAllAsync()
    {
        Requires.Dovecot();
        var provider = await IdentityProvider.StartAsync(CancellationToken.None);
        var asking = await DovecotServer.StartAsync(new DovecotOptions
        {
            Introspection = $"http://mail:openid%2526secret%252521@127.0.0.1:{provider.PlainOrigin.Port}/openid/token/introspection",
            TokenMechanisms = "xoauth2",
            Users = 30,
        });
        var judging = await DovecotServer.StartAsync(new DovecotOptions
        {
            TokenSigner = await provider.SignerAsync(CancellationToken.None),
            TokenMechanisms = "oauthbearer",
            Users = 30,
        });
        return new Servers(provider, asking, judging);
    }
}

/// <param name="Asking">Offers XOAUTH2, and asks the provider about each token.</param>
/// <param name="Judging">Offers OAUTHBEARER, and knows the key of the provider.</param>
internal sealed record Servers(IdentityProvider Provider, DovecotServer Asking, DovecotServer Judging);
