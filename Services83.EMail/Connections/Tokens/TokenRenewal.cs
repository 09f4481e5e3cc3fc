using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Connections.Tokens;

/// <summary>
/// Renews the token of an account: once at a time in this process, and once at a time on the database. A refresh token may be good for a
/// single use, so the result is stored before the new token is used, and no caller that gives up ends a renewal.
/// </summary>
public sealed partial class TokenRenewal(ConsentStore consents, IdentityProviders providers, TokenClock clock, TimeProvider time, ILogger<TokenRenewal> logger)
{
    /// <summary>Longer than a request to a provider and the attempts to store its result may take.</summary>
    private static readonly TimeSpan Reserved = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private const int StoreAttempts = 5;

    private readonly BackOff _backOff = new(TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(15), Random.Shared.NextDouble);
    private readonly BackOff _storing = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), Random.Shared.NextDouble);
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Task<Secret>> _running = [];

    /// <summary>The next token.</summary>
    /// <param name="consent">As it was read; if another process renews it first, that token is returned.</param>
    /// <param name="cancellationToken">Stops waiting; the renewal continues.</param>
    /// <exception cref="TokenException">The provider issues none.</exception>
    public Task<Secret> RenewAsync(StoredConsent consent, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_running.TryGetValue(consent.AccountId, out var running))
            {
                _running.Add(consent.AccountId, running = StartAsync(consent));
            }

            return running.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The renewal belongs to nobody's call: neither its cancellation nor its run of a sync may prevent that the result is
    /// stored.</summary>
    private Task<Secret> StartAsync(StoredConsent consent)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(async () =>
            {
                try
                {
                    return await RenewAloneAsync(consent);
                }
                finally
                {
                    lock (_lock)
                    {
                        _running.Remove(consent.AccountId);
                    }
                }
            });
        }
    }

    private async Task<Secret> RenewAloneAsync(StoredConsent consent)
    {
        var end = time.GetUtcNow() + Reserved;
        while (true)
        {
            if (consent.RetryAt is { } retryAt && retryAt > time.GetUtcNow() && retryAt < time.GetUtcNow() + StoredMoment.LongestWait)
            {
                throw new TokenException(TokenFailure.Transient, consent.Reason) { RetryAfter = retryAt - time.GetUtcNow() };
            }

            if (await consents.TryBeginRenewalAsync(consent, Reserved, CancellationToken.None))
            {
                return await RenewReservedAsync(consent);
            }

            // Another process is at it.
            await Task.Delay(BetweenLooks, time);
            var found = await consents.FindAsync(consent.AccountId, CancellationToken.None);
            if (found is { State: ConsentState.Given, AccessToken: { } token } && found.Revision != consent.Revision)
            {
                return token;
            }

            if (found is not { State: ConsentState.Given })
            {
                throw new TokenException(TokenFailure.Consent, found?.Reason ?? "The account was removed.");
            }

            consent = found;
            if (time.GetUtcNow() >= end)
            {
                throw new TokenException(TokenFailure.Transient, "Another process has been renewing the token for too long.");
            }
        }
    }

    private async Task<Secret> RenewReservedAsync(StoredConsent consent)
    {
        try
        {
            var grant = consent.Grant ?? throw new TokenException(TokenFailure.Consent, "Nobody has consented yet.");
            var provider = providers.Find(consent.Provider)?.Provider
                ?? throw new TokenException(TokenFailure.Settings, $"There is no setting Mail:OAuth:{consent.Provider}.");
            var issued = await provider.RenewAsync(grant, CancellationToken.None);
            await StoreAsync(consent, clock.ToStore(issued, grant));
            LogRenewed(consent.AccountId, consent.Provider, issued.Life);
            return issued.AccessToken;
        }
        catch (TokenException exception) when (exception.Failure == TokenFailure.Consent)
        {
            await consents.WithdrawAsync(consent, exception.Message, CancellationToken.None);
            LogWithdrawn(exception, consent.AccountId, consent.Provider);
            throw;
        }
        catch (Exception exception) when (exception is not StorageException)
        {
            var wait = _backOff.Wait(consent.Failures + 1);
            var asked = (exception as TokenException)?.RetryAfter ?? TimeSpan.Zero;
            wait = asked > wait && asked < StoredMoment.LongestWait ? asked : wait;
            await consents.PutOffAsync(consent, exception is TokenException ? exception.Message : "the log has the reason", time.GetUtcNow() + wait, CancellationToken.None);
            LogFailed(exception, consent.AccountId, consent.Provider, wait);
            throw;
        }
    }

    /// <summary>The provider may take the old refresh token no more, so a database that fails for a moment must not lose the new one.</summary>
    private async Task StoreAsync(StoredConsent consent, NewTokens tokens)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await consents.RenewAsync(consent, tokens, CancellationToken.None);
                return;
            }
            catch (StorageException exception) when (exception.IsTransient && attempt < StoreAttempts)
            {
                await Task.Delay(_storing.Wait(attempt), time);
            }
        }
    }

    [LoggerMessage(4510, LogLevel.Debug, "Renewed the access token of account {Account} at {Provider}; it can be used for {Life}")]
    private partial void LogRenewed(int account, string provider, TimeSpan life);

    [LoggerMessage(4511, LogLevel.Warning, "Account {Account} needs a new consent at {Provider}")]
    private partial void LogWithdrawn(Exception exception, int account, string provider);

    [LoggerMessage(4512, LogLevel.Warning, "No access token for account {Account} from {Provider}; the next attempt is in {Wait}")]
    private partial void LogFailed(Exception exception, int account, string provider, TimeSpan wait);
}
