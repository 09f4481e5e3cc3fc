using System.Collections.Concurrent;
using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Connections.Tokens;

/// <summary>
/// The tokens that the program gets as itself, because an administrator has consented for all mailboxes. They need nothing that must be
/// stored, so each process gets its own.
/// </summary>
public sealed class OrganisationTokens(TokenClock clock, TimeProvider time)
{
    private readonly KeyedGate<string> _gate = new(1, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Issued> _issued = new(StringComparer.Ordinal);

    /// <exception cref="TokenException">The provider issues none.</exception>
    public async Task<Secret> GetAsync(StoredConsent consent, IIdentityProvider provider, Secret? refused, CancellationToken cancellationToken)
    {
        var key = $"{consent.Provider} {NameKey.Of(consent.Mailbox)}";
        using var turn = await _gate.EnterAsync(key, cancellationToken);
        var now = time.GetUtcNow();
        var known = _issued.GetValueOrDefault(key);
        var usable = known is not null && now < known.ExpiresAt ? known : null;
        var isRefused = refused is not null && usable?.Token.Reveal() == refused.Reveal() && usable.IssuedAt < now - AccessTokens.Recent;
        if (usable is not null && !isRefused && (now < usable.RenewAt || now < usable.RetryAt))
        {
            return usable.Token;
        }

        try
        {
            var token = await provider.IssueAsync(consent.Mailbox, isRefused, cancellationToken);
            var (renewAt, expiresAt) = clock.Plan(token.Life);
            _issued[key] = new Issued(token.AccessToken, now, renewAt, expiresAt);
            return token.AccessToken;
        }
        catch (TokenException) when (usable is not null && !isRefused)
        {
            _issued[key] = usable with { RetryAt = now + TimeSpan.FromMinutes(1) };
            return usable.Token;
        }
        catch (TokenException exception) when (exception.Failure == TokenFailure.Consent)
        {
            // No person can consent here.
            throw new TokenException(TokenFailure.Settings, exception.Message, exception);
        }
    }

    private sealed record Issued(Secret Token, DateTimeOffset IssuedAt, DateTimeOffset RenewAt, DateTimeOffset ExpiresAt, DateTimeOffset RetryAt = default);
}
