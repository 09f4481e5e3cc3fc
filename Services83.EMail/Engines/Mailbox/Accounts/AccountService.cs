using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Engines.Mailbox.Accounts;

/// <summary>
/// Accounts that the caller may see and change: its own, and everybody's if it is privileged. For the caller, other accounts do not exist.
/// </summary>
internal sealed class AccountService(CallContext call, AccountStore accounts, AssociateStore associates, SyncDispatcher dispatcher,
    AccountCarriers carriers)
    : IAccountOperations
{
    /// <exception cref="EntityNotFoundException">There is no such account that the caller may see.</exception>
    public async Task<EMailAccount> GetEMailAccountAsync(int emailAccountId) => await carriers.OfAsync(await RequireAsync(emailAccountId));

    /// <summary>The caller's own account with that address, or an empty one.</summary>
    public async Task<EMailAccount> GetEMailAccountFromEMailAddressAsync(string? fromAddress)
    {
        var associateId = call.RequireCaller().AssociateId;
        var found = string.IsNullOrWhiteSpace(fromAddress) ? null : await accounts.FindByAddressAsync(associateId, fromAddress, call.Aborted);
        return found is null ? new EMailAccount() : await carriers.OfAsync(found);
    }

    /// <summary>Adds the account when its id is 0, else changes the one with that id.</summary>
    /// <exception cref="InvalidArgumentException">A value cannot be used, or another account has the mailbox; nothing was stored.</exception>
    /// <exception cref="EntityNotFoundException">There is no such account that the caller may change, or no such associate.</exception>
    /// <exception cref="AccessDeniedException">The caller may not act for the associate.</exception>
    public async Task<EMailAccount> SaveEMailAccountAsync(EMailAccount? emailAccount)
    {
        var caller = call.RequireCaller();
        if (emailAccount is null)
        {
            throw new InvalidArgumentException("EMailAccount", "An account is needed.");
        }

        var stored = emailAccount.EMailAccountId == 0 ? null : await RequireAsync(emailAccount.EMailAccountId);
        var owner = emailAccount.AssociateId != 0 ? emailAccount.AssociateId : stored?.AssociateId ?? caller.AssociateId;
        await RequireOwnerAsync(caller, owner);
        var draft = AccountDrafter.Draft(emailAccount, stored, owner);
        var id = draft.AccountId;
        if (stored is null)
        {
            id = await accounts.AddAsync(draft, call.Aborted);
        }
        else
        {
            await accounts.UpdateAsync(draft, call.Aborted);
        }

        return await carriers.OfAsync(await RequireAsync(id));
    }

    /// <summary>Deletes an account with everything that is cached for it.</summary>
    /// <exception cref="EntityNotFoundException">There is no such account that the caller may delete.</exception>
    public async Task DeleteEMailAccountAsync(int emailAccountId)
    {
        await RequireAsync(emailAccountId);
        await accounts.DeleteAsync(emailAccountId, call.Aborted);
        dispatcher.Forget(emailAccountId);
    }

    private async Task<StoredAccount> RequireAsync(int accountId)
    {
        var caller = call.RequireCaller();
        var account = await accounts.FindAsync(accountId, call.Aborted);
        return account is not null && caller.MayActFor(account.AssociateId)
            ? account
            : throw new EntityNotFoundException($"There is no e-mail account {accountId}.", "EMailAccountId", $"{accountId}");
    }

    private async Task RequireOwnerAsync(Caller caller, int associateId)
    {
        if (!caller.MayActFor(associateId))
        {
            throw new AccessDeniedException("You may save only your own accounts.");
        }

        _ = await associates.FindByIdAsync(associateId, call.Aborted)
            ?? throw new EntityNotFoundException($"There is no associate {associateId}.", "AssociateId", $"{associateId}");
    }
}
