namespace Services83.EMail.Connections.Tokens;

/// <summary>The identity providers of the settings, by name.</summary>
public sealed class IdentityProviders(TokenSettings settings, ProviderHttp http, TimeProvider time)
{
    private readonly Dictionary<string, (OAuthProviderOptions Options, Lazy<IIdentityProvider> Provider)> _known = settings.Providers.ToDictionary(
        entry => entry.Key, entry => (entry.Value, new Lazy<IIdentityProvider>(() => Create(entry.Value, http, time))), StringComparer.OrdinalIgnoreCase);

    /// <summary>The settings and the client of a provider; null if the settings do not name it.</summary>
    public (OAuthProviderOptions Options, IIdentityProvider Provider)? Find(string name) =>
        _known.TryGetValue(name, out var entry) ? (entry.Options, entry.Provider.Value) : null;

    private static IIdentityProvider Create(OAuthProviderOptions options, ProviderHttp http, TimeProvider time) => options.Kind switch
    {
        OAuthProviderKind.Microsoft => new MicrosoftProvider(options, http, time),
        OAuthProviderKind.Google => new GoogleProvider(options, http, time),
        OAuthProviderKind.OpenId => new OpenIdProvider(options, http, time),
    };
}
