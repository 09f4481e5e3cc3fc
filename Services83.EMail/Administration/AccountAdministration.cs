using Services83.EMail.Connections;
using Services83.EMail.Storage;

namespace Services83.EMail.Administration;

/// <summary>What an administrator does with the mail accounts of all associates, besides adding and listing them.</summary>
internal sealed class AccountAdministration(AccountStore accounts, LoginTest test)
{
    /// <exception cref="EntityNotFoundException">There is no such account.</exception>
    public async Task<StoredAccount> RequireAsync(int accountId, CancellationToken cancellationToken) =>
        await accounts.FindAsync(accountId, cancellationToken) ?? throw Unknown(accountId);

    /// <summary>Tries the logins of an account as it is stored.</summary>
    /// <returns>One result for each of its servers.</returns>
    /// <exception cref="EntityNotFoundException">There is no such account.</exception>
    public async Task<IReadOnlyList<TestedLogin>> TestAsync(int accountId, CancellationToken cancellationToken) =>
        await TestAsync(AccountDraft.Of(await RequireAsync(accountId, cancellationToken)), cancellationToken);

    /// <summary>Tries the logins that an account would have; a password that the draft leaves out is the stored one.</summary>
    /// <returns>One result for each of its servers.</returns>
    public async Task<IReadOnlyList<TestedLogin>> TestAsync(AccountDraft draft, CancellationToken cancellationToken)
    {
        var stored = draft.AccountId == 0 ? null : await accounts.FindForSyncAsync(draft.AccountId, cancellationToken);
        var tested = new List<TestedLogin> { await TestAsync(draft, draft.Protocol, draft.Incoming, stored?.Incoming, cancellationToken) };
        if (draft.Outgoing is { } outgoing)
        {
            var storedOutgoing = draft.AccountId == 0 ? null : await accounts.FindOutgoingAsync(draft.AccountId, cancellationToken);
            tested.Add(await TestAsync(draft, MailProtocol.Smtp, outgoing, storedOutgoing, cancellationToken));
        }

        return tested;
    }

    /// <summary>Stores new values. The account is due at once, because the change may have solved its problem.</summary>
    /// <exception cref="EntityNotFoundException">There is no such account.</exception>
    /// <exception cref="InvalidArgumentException">Its owner has another account of that mailbox, or it has another protocol.</exception>
    public async Task ChangeAsync(AccountDraft draft, CancellationToken cancellationToken)
    {
        if (!await accounts.UpdateAsync(draft, cancellationToken))
        {
            throw Unknown(draft.AccountId);
        }
    }

    /// <summary>
    /// The account with a new password for incoming mail, and for outgoing mail too if it has the same user name there.
    /// </summary>
    /// <param name="onlyOutgoing">Whether the password is only for outgoing mail.</param>
    /// <exception cref="EntityNotFoundException">There is no such account.</exception>
    /// <exception cref="InvalidArgumentException">It has no such login, or logs in with tokens.</exception>
    public async Task<AccountDraft> WithPasswordAsync(int accountId, Secret password, bool onlyOutgoing, CancellationToken cancellationToken)
    {
        var account = await RequireAsync(accountId, cancellationToken);
        var draft = AccountDraft.Of(account);
        if ((onlyOutgoing ? account.Outgoing : account.Incoming) is not { } login)
        {
            throw new InvalidArgumentException("OutgoingCredentials", $"Account {accountId} has no server for outgoing mail.");
        }

        if (login.UsesToken)
        {
            throw new InvalidArgumentException("Password", $"Account {accountId} logs in with tokens, not with a password.");
        }

        var isForBoth = !onlyOutgoing && draft.Outgoing is { } outgoing && outgoing.UserName.Equals(draft.Incoming.UserName, StringComparison.OrdinalIgnoreCase);
        return draft with
        {
            Incoming = onlyOutgoing ? draft.Incoming : draft.Incoming with { Password = password },
            Outgoing = onlyOutgoing || isForBoth ? draft.Outgoing! with { Password = password } : draft.Outgoing,
        };
    }

    /// <summary>Pauses an account, or resumes it: a paused one is synced only on request.</summary>
    /// <exception cref="EntityNotFoundException">There is no such account.</exception>
    public async Task SetDisabledAsync(int accountId, bool disabled, CancellationToken cancellationToken)
    {
        if (!await accounts.SetDisabledAsync(accountId, disabled, cancellationToken))
        {
            throw Unknown(accountId);
        }
    }

    /// <summary>Deletes an account with its passwords and everything that is cached for it; nothing at its mail server.</summary>
    /// <exception cref="EntityNotFoundException">There is no such account.</exception>
    public async Task RemoveAsync(int accountId, CancellationToken cancellationToken)
    {
        if (!await accounts.DeleteAsync(accountId, cancellationToken))
        {
            throw Unknown(accountId);
        }
    }

    /// <summary>Whether storing the draft would change the account.</summary>
    public async Task<bool> IsChangeAsync(StoredAccount stored, AccountDraft draft, CancellationToken cancellationToken)
    {
        var now = AccountDraft.Of(stored);
        var other = draft with
        {
            Incoming = draft.Incoming with { Password = null },
            Outgoing = draft.Outgoing is null ? null : draft.Outgoing with { Password = null },
            Consent = null,
        };
        return now != other
            || IsOther(draft.Incoming.Password, (await accounts.FindForSyncAsync(stored.AccountId, cancellationToken))?.Incoming)
            || IsOther(draft.Outgoing?.Password, await accounts.FindOutgoingAsync(stored.AccountId, cancellationToken));
    }

    private static bool IsOther(Secret? password, MailLogin? stored)
    {
        if (password is null)
        {
            return false;
        }

        try
        {
            return stored is null || stored.Password.Reveal() != password.Reveal();
        }
        catch (MailServerException)
        {
            // The stored one cannot be decrypted any more.
            return true;
        }
    }

    private async Task<TestedLogin> TestAsync(
        AccountDraft draft, MailProtocol protocol, LoginDraft login, MailLogin? stored, CancellationToken cancellationToken)
    {
        DateTimeOffset? certificateEnds = null;
        var given = new ServerLogin(login.Endpoint, login.UserName, login.Password ?? stored?.Password ?? new Secret(""))
        {
            UsesToken = MailLogin.IsToken(login.AuthType),
            ConsentOf = login.Password is null ? stored?.ConsentOf : null,
            CertificateAccepted = at => certificateEnds = at,
        };
        var failure = await test.TryAsync(draft.AssociateId, protocol, given, cancellationToken);
        return new TestedLogin(protocol, login.Endpoint, login.UserName, failure, certificateEnds);
    }

    private static EntityNotFoundException Unknown(int accountId) => new($"There is no account {accountId}.", "accountId", $"{accountId}");
}
