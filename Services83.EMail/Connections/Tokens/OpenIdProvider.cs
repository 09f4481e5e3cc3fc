using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Tokens;

/// <summary>Any provider with OpenID Connect Discovery.</summary>
public sealed class OpenIdProvider(OAuthProviderOptions options, ProviderHttp http, TimeProvider time) : IIdentityProvider
{
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>RFC 8628, sections 3.2 and 3.5.</summary>
    private const int UsualInterval = 5;

    private readonly Uri _authority = OAuthProviderRules.AuthorityOf(options);
    private readonly OpenIdDocuments _documents = new(OAuthProviderRules.AuthorityOf(options), options.ClientId, http, time);
    private readonly TokenEndpoint _endpoint = new(options, http, time);

    public Task<IssuedToken> IssueAsync(string mailbox, bool isFresh, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The settings were not checked.");

    public async Task<IssuedToken> RenewAsync(Secret grant, CancellationToken cancellationToken)
    {
        var provider = await _documents.ReadAsync(cancellationToken);
        var reply = await _endpoint.PostAsync(
            provider, provider.TokenEndpoint, [("grant_type", "refresh_token"), ("refresh_token", grant.Reveal())], cancellationToken);
        return Token(reply, grant);
    }

    public async Task<GivenConsent?> ConsentByDeviceAsync(Func<DevicePrompt, Task> show, CancellationToken cancellationToken)
    {
        var provider = await _documents.ReadAsync(cancellationToken);
        if (DeviceEndpoint(provider) is not { } endpoint)
        {
            return null;
        }

        var begun = await _endpoint.PostAsync(provider, endpoint, [("scope", Scopes)], cancellationToken);
        var (code, page, seconds) = (begun.Text("device_code"), begun.Text("verification_uri"), begun.Seconds("expires_in"));
        if (code is null || begun.Text("user_code") is not { } userCode || seconds is null || !Uri.TryCreate(page, UriKind.Absolute, out var address))
        {
            throw new TokenException(TokenFailure.Settings, $"The provider at {_authority} answers a request for a device code without one.");
        }

        var life = TimeSpan.FromSeconds(seconds.Value);
        await show(new DevicePrompt(address, userCode, life));
        var reply = await WaitForAnswerAsync(provider, code, life, TimeSpan.FromSeconds(Math.Max(1, begun.Seconds("interval") ?? UsualInterval)), cancellationToken);
        return await ConsentAsync(reply, nonce: null, cancellationToken);
    }

    public async Task<ConsentRequest> BeginAsync(Uri redirect, string state, string consenter, CancellationToken cancellationToken)
    {
        var provider = await _documents.ReadAsync(cancellationToken);
        var proof = ProofKey.Create();
        (string Name, string Value)[] query =
        [
            ("response_type", "code"), ("client_id", options.ClientId), ("redirect_uri", redirect.AbsoluteUri), ("scope", Scopes),
            ("state", state), ("nonce", proof.Nonce), ("code_challenge", ProofKey.ChallengeOf(proof)), ("code_challenge_method", "S256"),
            ("login_hint", consenter),
            // Without it many providers issue no refresh token (OpenID Connect Core 1.0, section 11).
            ("prompt", "consent"),
        ];
        var address = provider.AuthorizationEndpoint;
        return new ConsentRequest(
            new Uri(address + (address.Contains('?', StringComparison.Ordinal) ? '&' : '?') + TokenEndpoint.Encode(query)), proof);
    }

    public async Task<GivenConsent> CompleteAsync(Uri redirect, string code, ConsentProof proof, CancellationToken cancellationToken)
    {
        var provider = await _documents.ReadAsync(cancellationToken);
        var reply = await _endpoint.PostAsync(
            provider, provider.TokenEndpoint,
            [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect.AbsoluteUri), ("code_verifier", proof.Verifier)],
            cancellationToken);
        return await ConsentAsync(reply, proof.Nonce, cancellationToken);
    }

    private string Scopes => string.Join(' ', OAuthProviderRules.ScopesOf(options));

    private static string? DeviceEndpoint(OpenIdConnectConfiguration provider) =>
        provider.DeviceAuthorizationEndpoint ?? (provider.AdditionalData.TryGetValue("device_authorization_endpoint", out var address) ? address as string : null);

    private async Task<TokenReply> WaitForAnswerAsync(
        OpenIdConnectConfiguration provider, string code, TimeSpan life, TimeSpan interval, CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() + life;
        while (time.GetUtcNow() < end)
        {
            await Task.Delay(interval, time, cancellationToken);
            try
            {
                return await _endpoint.PostAsync(
                    provider, provider.TokenEndpoint, [("grant_type", DeviceGrant), ("device_code", code)], cancellationToken);
            }
            catch (TokenException exception) when (exception.Error == "authorization_pending")
            {
                // The person has not answered yet.
            }
            catch (TokenException exception) when (exception.Error == "slow_down")
            {
                interval += TimeSpan.FromSeconds(UsualInterval);
            }
        }

        throw new TokenException(TokenFailure.Consent, "Nobody has typed the code in time.");
    }

    private async Task<GivenConsent> ConsentAsync(TokenReply reply, string? nonce, CancellationToken cancellationToken)
    {
        var token = Token(reply, grant: null);
        var identity = reply.Text("id_token")
            ?? throw new TokenException(TokenFailure.Settings, "The provider does not say who consented: it issued no identity token. Is the scope openid missing?");
        if (token.Grant is null)
        {
            throw new TokenException(
                TokenFailure.Settings, "The provider issued no refresh token, so the access would soon end. Allow it for this client; the scope is often offline_access.");
        }

        return new GivenConsent(token, await _documents.AddressesAsync(identity, nonce, cancellationToken));
    }

    /// <param name="reply">The reply of the token endpoint.</param>
    /// <param name="grant">The refresh token that was used; the provider may issue another one or not (RFC 6749, section 6).</param>
    private static IssuedToken Token(TokenReply reply, Secret? grant)
    {
        var token = reply.Text("access_token")
            ?? throw new TokenException(TokenFailure.Settings, "The provider's reply holds no access token.");
        return new IssuedToken(
            new Secret(token), TimeSpan.FromSeconds(reply.Seconds("expires_in") ?? 3600),
            reply.Text("refresh_token") is { } next ? new Secret(next) : grant);
    }
}
