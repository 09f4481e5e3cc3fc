using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Services83.EMail.Connections.Tokens;

/// <summary>What a provider publishes about itself (OpenID Connect Discovery 1.0), and the identity tokens that it signs.</summary>
public sealed class OpenIdDocuments(Uri authority, string clientId, ProviderHttp http, TimeProvider time)
{
    /// <summary>By how much the clocks of the provider and of this machine may differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly ConfigurationManager<OpenIdConnectConfiguration> _documents = new(
        $"{authority.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(http.CreateClient()) { RequireHttps = true });

    /// <summary>The provider's addresses and keys, which are kept for some hours.</summary>
    /// <exception cref="TokenException">They cannot be read, or are those of another provider.</exception>
    public async Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken cancellationToken)
    {
        OpenIdConnectConfiguration found;
        try
        {
            found = await _documents.GetConfigurationAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw ProviderFailures.Unreached(authority, exception);
        }

        // Discovery 1.0, section 4.3: otherwise one provider could speak for another.
        return found.Issuer?.TrimEnd('/') == authority.AbsoluteUri.TrimEnd('/')
            ? found
            : throw new TokenException(TokenFailure.Settings, $"The provider at {authority} calls itself '{found.Issuer}'. Set Authority to its own name.");
    }

    /// <summary>The addresses of the person that an identity token is about (OpenID Connect Core 1.0, section 3.1.3.7).</summary>
    /// <param name="identityToken">The token.</param>
    /// <param name="nonce">What it has to repeat; null if nothing was sent.</param>
    /// <param name="cancellationToken">Cancels reading the keys.</param>
    /// <exception cref="TokenException">The token is not for this program, or nobody has signed it.</exception>
    public async Task<IReadOnlyList<string>> AddressesAsync(string identityToken, string? nonce, CancellationToken cancellationToken)
    {
        var result = await ValidateAsync(identityToken, cancellationToken);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The provider has changed its keys.
            _documents.RequestRefresh();
            result = await ValidateAsync(identityToken, cancellationToken);
        }

        if (!result.IsValid)
        {
            throw new TokenException(TokenFailure.Settings, $"The provider's identity token is not valid: {result.Exception?.GetType().Name}.", result.Exception);
        }

        var claims = result.Claims;
        return nonce is null || (claims.TryGetValue("nonce", out var given) && given is string text && text == nonce)
            ? AddressesIn(claims)
            : throw new TokenException(TokenFailure.Settings, "The provider's identity token is for another consent.");
    }

    private static IReadOnlyList<string> AddressesIn(IDictionary<string, object> claims)
    {
        var isVerified = !claims.TryGetValue("email_verified", out var verified) || verified is true or "true";
        string[] names = isVerified ? ["email", "preferred_username", "upn"] : ["preferred_username", "upn"];
        return [.. names.Select(name => claims.TryGetValue(name, out var value) ? value as string : null).OfType<string>()];
    }

    private async Task<TokenValidationResult> ValidateAsync(string identityToken, CancellationToken cancellationToken)
    {
        var provider = await ReadAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        return await new JsonWebTokenHandler().ValidateTokenAsync(identityToken, new TokenValidationParameters
        {
            ValidIssuer = provider.Issuer,
            ValidAudience = clientId,
            IssuerSigningKeys = provider.SigningKeys,
            LifetimeValidator = (from, to, _, _) => (from is null || from <= now + ClockSkew) && to > now - ClockSkew,
        });
    }
}
