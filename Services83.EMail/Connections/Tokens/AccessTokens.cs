using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Connections.Tokens;

/// <summary>
/// The access tokens of the accounts whose owners, or whose organisation, have consented. A token is used until shortly before its end, and
/// then renewed once, whoever asks for it here or in other processes.
/// </summary>
public sealed class AccessTokens(
    ConsentStore consents, IdentityProviders providers, TokenRenewal renewal, OrganisationTokens organisations, TimeProvider time)
{
    /// <summary>A token that was issued so recently is not replaced when a mail server refuses it: the next one would be refused too.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromMinutes(1);

    /// <summary>The token for a login.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="host">The mail server, in its canonical form.</param>
    /// <param name="userName">The user name of the login.</param>
    /// <param name="refused">A token that the mail server refuses although it has not ended; null at first.</param>
    /// <param name="cancellationToken">Stops waiting. A renewal that has begun continues, so that its result is not lost.</param>
    /// <exception cref="MailServerException">There is no token; the text says why and what to do.</exception>
    public async Task<Secret> GetAsync(int accountId, string host, string userName, Secret? refused, CancellationToken cancellationToken)
    {
        var consent = await consents.FindAsync(accountId, cancellationToken)
            ?? throw new MailServerException(host, $"Account {accountId} has no consent any more.", transient: false);
        var known = providers.Find(consent.Provider)
            ?? throw new MailServerException(host, $"There is no setting Mail:OAuth:{consent.Provider}, which issues the tokens of account {accountId}.", transient: false);
        Require(consent, known.Options, host, userName);
        try
        {
            return known.Options.AllMailboxes
                ? await organisations.GetAsync(consent, known.Provider, refused, cancellationToken)
                : await OfPersonAsync(consent, refused, cancellationToken);
        }
        catch (TokenException exception)
        {
            throw new MailServerException(host, TextOf(exception, consent), exception.Failure == TokenFailure.Transient, exception)
            {
                RetryAfter = exception.RetryAfter,
            };
        }
    }

    /// <summary>
    /// A client may enter any server and any user name in an account, also somebody else's. So the tokens are only for the servers that the
    /// settings name, and for the mailbox that an operator has entered.
    /// </summary>
    private static void Require(StoredConsent consent, OAuthProviderOptions options, string host, string userName)
    {
        if (!OAuthProviderRules.MayGetTokens(options, host))
        {
            throw new MailServerException(
                host, $"The tokens of '{consent.Provider}' are not for {host}: Mail:OAuth:{consent.Provider}:Hosts does not name it.", transient: false) { IsForbidden = true };
        }

        if (NameKey.Of(userName) != NameKey.Of(consent.Mailbox))
        {
            throw new MailServerException(
                host, $"The consent of account {consent.AccountId} is for the mailbox {consent.Mailbox}, not for {userName}.", transient: false) { IsForbidden = true };
        }
    }

    private async Task<Secret> OfPersonAsync(StoredConsent consent, Secret? refused, CancellationToken cancellationToken)
    {
        switch (consent.State)
        {
            case ConsentState.Missing:
                throw new TokenException(TokenFailure.Consent, "Nobody has consented yet.");
            case ConsentState.Withdrawn:
                throw new TokenException(TokenFailure.Consent, consent.Reason);
            case ConsentState.Given:
                break;
        }

        var now = time.GetUtcNow();
        var token = consent.ExpiresAt > now && consent.AccessToken is { } stored && !IsRefused(consent, stored, refused) ? stored : null;
        if (token is not null && now < consent.RenewAt)
        {
            return token;
        }

        try
        {
            return await renewal.RenewAsync(consent, cancellationToken);
        }
        catch (TokenException exception) when (exception.Failure != TokenFailure.Consent && token is not null)
        {
            // It can still be used.
            return token;
        }
    }

    /// <summary>A different token was issued since the mail server refused one, or this one is too young to be replaced.</summary>
    private bool IsRefused(StoredConsent consent, Secret stored, Secret? refused) =>
        refused is not null && stored.Reveal() == refused.Reveal() && !(consent.RenewedAt > time.GetUtcNow() - Recent);

    private static string TextOf(TokenException exception, StoredConsent consent) => exception.Failure switch
    {
        TokenFailure.Consent =>
            $"The mailbox {consent.Mailbox} needs the consent of {consent.Consenter} at '{consent.Provider}': run account consent {consent.AccountId}. ({exception.Message})",
        TokenFailure.Settings => $"The identity provider '{consent.Provider}' issues no token for {consent.Mailbox}: {exception.Message}",
        TokenFailure.Transient => $"The identity provider '{consent.Provider}' issues no token at the moment: {exception.Message}",
    };
}
