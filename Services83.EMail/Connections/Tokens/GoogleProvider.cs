using System.Security.Cryptography;
using System.Text.Json;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Flows;
using Google.Apis.Auth.OAuth2.Requests;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Tokens;

/// <summary>Google, by Google's own library. Device codes are not offered: Google issues none for mail.</summary>
public sealed class GoogleProvider(OAuthProviderOptions options, ProviderHttp http, TimeProvider time) : IIdentityProvider
{
    private const string User = "owner";

    private readonly Uri _authority = OAuthProviderRules.AuthorityOf(options);
    private readonly OpenIdDocuments _documents = new(OAuthProviderRules.AuthorityOf(options), options.ClientId, http, time);

    /// <summary>The service account acts for the mailbox (domain-wide delegation).</summary>
    public Task<IssuedToken> IssueAsync(string mailbox, bool isFresh, CancellationToken cancellationToken) => TryAsync(
        async provider =>
        {
            var credential = await CredentialAsync(provider, mailbox);
            return await credential.RequestAccessTokenAsync(cancellationToken)
                ? Token(credential.Token, grant: null)
                : throw new TokenException(TokenFailure.Settings, "Google issued no token.");
        },
        cancellationToken);

    public Task<IssuedToken> RenewAsync(Secret grant, CancellationToken cancellationToken) => TryAsync(
        async provider =>
        {
            using var flow = Flow(provider);
            return Token(await flow.RefreshTokenAsync(User, grant.Reveal(), cancellationToken), grant);
        },
        cancellationToken);

    public Task<GivenConsent?> ConsentByDeviceAsync(Func<DevicePrompt, Task> show, CancellationToken cancellationToken) => Task.FromResult<GivenConsent?>(null);

    public Task<ConsentRequest> BeginAsync(Uri redirect, string state, string consenter, CancellationToken cancellationToken) => TryAsync(
        provider =>
        {
            var proof = ProofKey.Create();
            var request = new GoogleAuthorizationCodeRequestUrl(new Uri(provider.AuthorizationEndpoint))
            {
                ClientId = options.ClientId,
                Scope = Scopes,
                RedirectUri = redirect.AbsoluteUri,
                State = state,
                Nonce = proof.Nonce,
                CodeChallenge = ProofKey.ChallengeOf(proof),
                CodeChallengeMethod = "S256",
                LoginHint = consenter,
                // Google issues a refresh token only when it has asked.
                AccessType = "offline",
                Prompt = "consent",
            };
            return Task.FromResult(new ConsentRequest(request.Build(), proof));
        },
        cancellationToken);

    public Task<GivenConsent> CompleteAsync(Uri redirect, string code, ConsentProof proof, CancellationToken cancellationToken) => TryAsync(
        async provider =>
        {
            using var flow = Flow(provider);
            var reply = await flow.FetchTokenAsync(
                User, new AuthorizationCodeTokenRequest { Code = code, CodeVerifier = proof.Verifier, RedirectUri = redirect.AbsoluteUri }, cancellationToken);
            var token = Token(reply, grant: null);
            return token.Grant is null
                ? throw new TokenException(TokenFailure.Settings, "Google issued no refresh token, so the access would soon end.")
                : new GivenConsent(token, await _documents.AddressesAsync(reply.IdToken ?? "", proof.Nonce, cancellationToken));
        },
        cancellationToken);

    private static IssuedToken Token(TokenResponse reply, Secret? grant) => new(
        new Secret(reply.AccessToken), TimeSpan.FromSeconds(reply.ExpiresInSeconds ?? 3600),
        string.IsNullOrEmpty(reply.RefreshToken) ? grant : new Secret(reply.RefreshToken));

    private string Scopes => string.Join(' ', OAuthProviderRules.ScopesOf(options));

    private AuthorizationCodeFlow Flow(OpenIdConnectConfiguration provider) => new(
        new AuthorizationCodeFlow.Initializer(provider.AuthorizationEndpoint, provider.TokenEndpoint)
        {
            ClientSecrets = new ClientSecrets { ClientId = options.ClientId, ClientSecret = options.ClientSecret },
            Scopes = OAuthProviderRules.ScopesOf(options),
            HttpClientFactory = new Factory(http),
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
        });

    private async Task<ServiceAccountCredential> CredentialAsync(OpenIdConnectConfiguration provider, string mailbox)
    {
        try
        {
            await using var file = File.OpenRead(options.KeyFile);
            var key = (await JsonSerializer.DeserializeAsync<ServiceKey>(file, ServiceKey.Json))!;
            return new ServiceAccountCredential(new ServiceAccountCredential.Initializer(key.ClientEmail, provider.TokenEndpoint)
            {
                User = mailbox,
                KeyId = key.PrivateKeyId,
                Scopes = OAuthProviderRules.ScopesOf(options),
                HttpClientFactory = new Factory(http),
                DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
            }.FromPrivateKey(key.PrivateKey));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or FormatException or ArgumentException or CryptographicException)
        {
            throw new TokenException(TokenFailure.Settings, $"KeyFile {options.KeyFile} cannot be read as the key of a service account.", exception);
        }
    }

    private async Task<T> TryAsync<T>(Func<OpenIdConnectConfiguration, Task<T>> work, CancellationToken cancellationToken)
    {
        var provider = await _documents.ReadAsync(cancellationToken);
        try
        {
            return await work(provider);
        }
        catch (TokenResponseException exception)
        {
            throw TokenException.Of(exception.Error?.Error ?? "", exception.Error?.ErrorDescription ?? "", exception.StatusCode is { } status ? (int)status : 0, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw ProviderFailures.Unreached(_authority, exception);
        }
    }

    private sealed class Factory(ProviderHttp http) : HttpClientFactory
    {
        protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => new Shared(http.Handler);
    }

    /// <summary>The library disposes of its handler.</summary>
    private sealed class Shared(HttpMessageHandler handler) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _invoker.SendAsync(request, cancellationToken);
    }

    /// <summary>The file that Google gives for a service account. Not a record, so that printing it shows no secret.</summary>
    private sealed class ServiceKey
    {
        public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

        public required string ClientEmail { get; init; }

        public required string PrivateKeyId { get; init; }

        public required string PrivateKey { get; init; }
    }
}
