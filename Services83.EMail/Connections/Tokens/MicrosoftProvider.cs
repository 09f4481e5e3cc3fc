using System.Text;
using System.Text.Json;
using Microsoft.Identity.Client;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Tokens;

/// <summary>
/// Microsoft's identity platform, by Microsoft's own library (MSAL). The library keeps refresh tokens in a cache, which is stored as the grant.
/// </summary>
public sealed class MicrosoftProvider(OAuthProviderOptions options, ProviderHttp http, TimeProvider time) : IIdentityProvider
{
    private readonly Lazy<IConfidentialClientApplication> _organisation = new(() => MicrosoftClients.Confidential(options, http, redirect: null));

    private readonly IReadOnlyList<string> _scopes = OAuthProviderRules.ScopesOf(options);

    /// <summary>One token opens all mailboxes; the library keeps it until it ends.</summary>
    public Task<IssuedToken> IssueAsync(string mailbox, bool isFresh, CancellationToken cancellationToken) => TryAsync(
        async () => Token(await _organisation.Value.AcquireTokenForClient(_scopes).WithForceRefresh(isFresh).ExecuteAsync(cancellationToken), grant: null),
        cancellationToken);

    public Task<IssuedToken> RenewAsync(Secret grant, CancellationToken cancellationToken) => TryAsync(
        async () =>
        {
            var stored = JsonSerializer.Deserialize<Grant>(grant.Reveal())!;
            IClientApplicationBase client = stored.IsPublic ? MicrosoftClients.Public(options, http) : MicrosoftClients.Confidential(options, http, redirect: null);
            var cache = new MicrosoftCache(client.UserTokenCache, stored.Cache);
            var account = (await client.GetAccountsAsync()).FirstOrDefault()
                ?? throw new TokenException(TokenFailure.Consent, "The stored consent names no account.");
            var result = await client.AcquireTokenSilent(_scopes, account).WithForceRefresh(true).ExecuteAsync(cancellationToken);
            return Token(result, new Grant(stored.IsPublic, cache.Bytes));
        },
        cancellationToken);

    public async Task<GivenConsent?> ConsentByDeviceAsync(Func<DevicePrompt, Task> show, CancellationToken cancellationToken) => await TryAsync(
        async () =>
        {
            var client = MicrosoftClients.Public(options, http);
            var cache = new MicrosoftCache(client.UserTokenCache, []);
            var result = await client.AcquireTokenWithDeviceCode(
                _scopes,
                code => show(new DevicePrompt(new Uri(code.VerificationUrl), code.UserCode, code.ExpiresOn - TimeProvider.System.GetUtcNow()))).ExecuteAsync(cancellationToken);
            return Consent(result, new Grant(IsPublic: true, cache.Bytes));
        },
        cancellationToken);

    public Task<ConsentRequest> BeginAsync(Uri redirect, string state, string consenter, CancellationToken cancellationToken) => TryAsync(
        async () =>
        {
            var address = await Confidential(redirect).GetAuthorizationRequestUrl(_scopes)
                .WithPkce(out var verifier).WithLoginHint(consenter).WithPrompt(Prompt.NoPrompt)
                .WithExtraQueryParameters(new Dictionary<string, (string, bool)>(StringComparer.Ordinal) { ["state"] = (state, false) })
                .ExecuteAsync(cancellationToken);
            return new ConsentRequest(address, new ConsentProof(verifier, nonce: ""));
        },
        cancellationToken);

    public Task<GivenConsent> CompleteAsync(Uri redirect, string code, ConsentProof proof, CancellationToken cancellationToken) => TryAsync(
        async () =>
        {
            var client = Confidential(redirect);
            var cache = new MicrosoftCache(client.UserTokenCache, []);
            var result = await client.AcquireTokenByAuthorizationCode(_scopes, code).WithPkceCodeVerifier(proof.Verifier).ExecuteAsync(cancellationToken);
            return Consent(result, new Grant(IsPublic: false, cache.Bytes));
        },
        cancellationToken);

    private IConfidentialClientApplication Confidential(Uri redirect) => options.ClientSecret.Length + options.CertificateFile.Length > 0
        ? MicrosoftClients.Confidential(options, http, redirect)
        : throw new TokenException(
            TokenFailure.Settings, "A consent by a link needs ClientSecret or CertificateFile. Without them a consent by a device code is possible.");

    private static GivenConsent Consent(AuthenticationResult result, Grant grant)
    {
        var email = result.ClaimsPrincipal?.FindFirst("email")?.Value;
        return new GivenConsent(Token(result, grant), [.. new[] { result.Account?.Username, email }.OfType<string>()]);
    }

    /// <summary>The library adds the life of the token to the time of this machine, so that is subtracted again.</summary>
    private static IssuedToken Token(AuthenticationResult result, Grant? grant) => new(
        new Secret(result.AccessToken), result.ExpiresOn - TimeProvider.System.GetUtcNow(), grant is null ? null : new Secret(JsonSerializer.Serialize(grant)));

    private async Task<T> TryAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (MsalUiRequiredException exception)
        {
            throw TokenException.Of(exception.ErrorCode is "invalid_grant" ? exception.ErrorCode : "interaction_required", exception.Message, status: 0, exception);
        }
        catch (MsalServiceException exception)
        {
            throw TokenException.Of(
                exception.ErrorCode is MsalError.RequestTimeout or MsalError.ServiceNotAvailable ? "temporarily_unavailable" : exception.ErrorCode ?? "",
                exception.Message, exception.StatusCode, exception, ProviderFailures.RetryAfter(exception.Headers?.RetryAfter, time));
        }
        catch (MsalClientException exception)
        {
            throw new TokenException(
                exception.ErrorCode == MsalError.CodeExpired ? TokenFailure.Consent : TokenFailure.Settings, exception.Message, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw ProviderFailures.Unreached(OAuthProviderRules.AuthorityOf(options), exception);
        }
    }

    /// <summary>The kind of client that got the consent, and the cache of the library with the refresh token.</summary>
    private sealed record Grant(bool IsPublic, byte[] Cache)
    {
        private bool PrintMembers(StringBuilder builder)
        {
            builder.Append("IsPublic = ").Append(IsPublic);
            return true;
        }
    }
}
