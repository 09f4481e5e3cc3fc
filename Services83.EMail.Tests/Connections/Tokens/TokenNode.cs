using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Tests.Connections.Tokens;

/// <summary>What one process has of the part that gets tokens.</summary>
internal sealed class TokenNode : IDisposable
{
    private readonly ProviderHttp _http;

    public TokenNode(IDatabase database, SecretProtector protector, MailOptions options, TimeProvider time)
    {
        var settings = ConnectionsSetup.TokenSettingsOf(options);
        // The provider answers by the clock of the machine.
        _http = new ProviderHttp(settings, new EgressPolicy(Options.Create(new EgressOptions())), TimeProvider.System);
        Store = new ConsentStore(database, protector, time);
        Known = new IdentityProviders(settings, _http, time);
        var clock = new TokenClock(time, () => 0.5);
        Renewal = new TokenRenewal(Store, Known, clock, time, NullLogger<TokenRenewal>.Instance);
        Tokens = new AccessTokens(Store, Known, Renewal, new OrganisationTokens(clock, time), time);
        Consents = new Consents(Store, Known, clock);
    }

    public ConsentStore Store { get; }

    public IdentityProviders Known { get; }

    public TokenRenewal Renewal { get; }

    public AccessTokens Tokens { get; }

    public Consents Consents { get; }

    public void Dispose() => _http.Dispose();
}
