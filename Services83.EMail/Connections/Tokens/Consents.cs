using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Connections.Tokens;

/// <summary>Asks the owners of mailboxes for their consent, and stores it if it is for the right mailbox.</summary>
public sealed class Consents(ConsentStore store, IdentityProviders providers, TokenClock clock)
{
    /// <summary>Whether an administrator has consented for all mailboxes of the provider.</summary>
    /// <exception cref="ConsentException">The settings do not name the provider.</exception>
    public bool IsForOrganisation(string provider) => OptionsOf(provider).AllMailboxes;

    /// <summary>The servers of mailboxes at the provider, as a person would write them; null where there are no usual ones.</summary>
    /// <exception cref="ConsentException">The settings do not name the provider.</exception>
    public (string Incoming, string Outgoing)? ServersOf(string provider) => OAuthProviderRules.ServersOf(OptionsOf(provider));

    /// <summary>Checks that the tokens of a provider may be sent to a mail server.</summary>
    /// <exception cref="ConsentException">They may not, or the settings do not name the provider.</exception>
    public void RequireHost(string provider, string host)
    {
        if (!OAuthProviderRules.MayGetTokens(OptionsOf(provider), host))
        {
            throw new ConsentException($"The tokens of '{provider}' are not for {host}: Mail:OAuth:{provider}:Hosts does not name it.");
        }
    }

    /// <summary>Asks by a code that the person types into a browser anywhere, and waits for the answer.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="show">Shows the person what to do.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False if the provider has no such codes.</returns>
    /// <exception cref="ConsentException">There is no consent; the text says why.</exception>
    public Task<bool> AskByDeviceAsync(int accountId, Func<DevicePrompt, Task> show, CancellationToken cancellationToken) => TryAsync(accountId, async (consent, provider) =>
    {
        if (await provider.ConsentByDeviceAsync(show, cancellationToken) is not { } given)
        {
            return false;
        }

        await StoreAsync(consent, given);
        return true;
    }, cancellationToken);

    /// <summary>Where the browser of the person goes, and what has to come back with it.</summary>
    /// <exception cref="ConsentException">The provider cannot be asked; the text says why.</exception>
    public Task<ConsentRequest> BeginAsync(int accountId, Uri redirect, string state, CancellationToken cancellationToken) => TryAsync(
        accountId, (consent, provider) => provider.BeginAsync(redirect, state, consent.Consenter, cancellationToken), cancellationToken);

    /// <summary>Exchanges the code that the browser came back with.</summary>
    /// <exception cref="ConsentException">There is no consent; the text says why.</exception>
    public Task<StoredConsent> CompleteAsync(int accountId, Uri redirect, string code, ConsentProof proof, CancellationToken cancellationToken) => TryAsync(
        accountId,
        async (consent, provider) =>
        {
            await StoreAsync(consent, await provider.CompleteAsync(redirect, code, proof, cancellationToken));
            return consent;
        },
        cancellationToken);

    /// <summary>The account's consent.</summary>
    /// <exception cref="ConsentException">The program does not get the tokens of that account.</exception>
    public async Task<StoredConsent> FindAsync(int accountId, CancellationToken cancellationToken) =>
        await store.FindAsync(accountId, cancellationToken)
        ?? throw new ConsentException($"Account {accountId} does not exist, or logs in with a password. Name the provider with --oauth to change that.");

    private OAuthProviderOptions OptionsOf(string provider) => providers.Find(provider)?.Options
        ?? throw new ConsentException($"There is no setting Mail:OAuth:{provider}. It names an identity provider, see docs/oauth.md.");

    /// <summary>Whoever consents must be the person that the operator has named; another one's mailbox is not what the account is for.</summary>
    private async Task StoreAsync(StoredConsent consent, GivenConsent given)
    {
        if (!given.Addresses.Any(address => NameKey.Of(address) == NameKey.Of(consent.Consenter)))
        {
            var names = given.Addresses.Count == 0 ? "somebody without an address" : string.Join(" or ", given.Addresses.Distinct(StringComparer.OrdinalIgnoreCase));
            throw new ConsentException($"The consent was given by {names}, but the mailbox {consent.Mailbox} needs that of {consent.Consenter}. Nothing was stored.");
        }

        // Not cancelled: the consent cannot be repeated with the same code.
        if (!await store.GiveAsync(consent.AccountId, consent.Provider, clock.ToStore(given.Token, before: null), CancellationToken.None))
        {
            throw new ConsentException($"Account {consent.AccountId} was changed or removed meanwhile. Nothing was stored.");
        }
    }

    private async Task<T> TryAsync<T>(int accountId, Func<StoredConsent, IIdentityProvider, Task<T>> work, CancellationToken cancellationToken)
    {
        var consent = await FindAsync(accountId, cancellationToken);
        if (OptionsOf(consent.Provider).AllMailboxes)
        {
            throw new ConsentException($"An administrator consents for all mailboxes of '{consent.Provider}', so nobody has to be asked.");
        }

        try
        {
            return await work(consent, providers.Find(consent.Provider)!.Value.Provider);
        }
        catch (TokenException exception)
        {
            throw new ConsentException($"The identity provider '{consent.Provider}' refuses: {exception.Message}", exception);
        }
    }
}

/// <summary>There is no consent; the text says why, for a person.</summary>
public sealed class ConsentException(string message, Exception? innerException = null) : Exception(message, innerException);
