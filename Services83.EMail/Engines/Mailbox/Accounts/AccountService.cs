using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Engines.Mailbox.Accounts;

/// <summary>
/// Accounts as the caller may see and change them: its own, and everybody's when it is privileged. Somebody else's account is as
/// if it were not there.
/// </summary>
internal sealed class AccountService(CallContext call, AccountStore accounts, AssociateStore associates, SyncDispatcher dispatcher)
{
    /// <exception cref="EntityNotFoundException">There is no such account that the caller may see.</exception>
    public async Task<EMailAccount> GetAsync(int accountId) => AccountMapper.ToCarrier(await RequireAsync(accountId));

    /// <summary>The caller's own account of that address, or an empty one.</summary>
    public async Task<EMailAccount> FindByAddressAsync(string? address)
    {
        var associateId = call.RequireCaller().AssociateId;
        var found = string.IsNullOrWhiteSpace(address) ? null : await accounts.FindByAddressAsync(associateId, address, call.Aborted);
        return found is null ? new EMailAccount() : AccountMapper.ToCarrier(found);
    }

    /// <summary>The account that the caller used last; null without any.</summary>
    public async Task<EMailAccount?> FindCurrentAsync() =>
        await CurrentAsync() is { } account ? AccountMapper.ToCarrier(account) : null;

    /// <summary>Id of the account that the caller used last; 0 without any.</summary>
    public async Task<int> FindCurrentIdAsync() => (await CurrentAsync())?.AccountId ?? 0;

    /// <summary>The account that the caller used last, with its login for incoming mail.</summary>
    /// <exception cref="EntityNotFoundException">The caller has no account.</exception>
    public async Task<MailAccount> RequireCurrentAsync()
    {
        var account = await CurrentAsync();
        return (account is null ? null : await accounts.FindForSyncAsync(account.AccountId, call.Aborted))
            ?? throw new EntityNotFoundException("You have no mail account.", "AssociateId", $"{call.RequireCaller().AssociateId}");
    }

    /// <summary>Adds the account when its id is 0, else changes the one with that id.</summary>
    /// <exception cref="InvalidArgumentException">A value cannot be used, or another account has the mailbox; nothing was stored.</exception>
    /// <exception cref="EntityNotFoundException">There is no such account that the caller may change, or no such associate.</exception>
    /// <exception cref="AccessDeniedException">The caller may not act for the associate.</exception>
    public async Task<EMailAccount> SaveAsync(EMailAccount? account)
    {
        var caller = call.RequireCaller();
        if (account is null)
        {
            throw new InvalidArgumentException("EMailAccount", "An account is needed.");
        }

        var stored = account.EMailAccountId == 0 ? null : await RequireAsync(account.EMailAccountId);
        var owner = account.AssociateId != 0 ? account.AssociateId : stored?.AssociateId ?? caller.AssociateId;
        await RequireOwnerAsync(caller, owner);
        var draft = AccountDrafter.Draft(account, stored, owner);
        var id = draft.AccountId;
        if (stored is null)
        {
            id = await accounts.AddAsync(draft, call.Aborted);
        }
        else
        {
            await accounts.UpdateAsync(draft, call.Aborted);
        }

        return AccountMapper.ToCarrier(await RequireAsync(id));
    }

    /// <summary>Deletes an account with everything that is cached of it.</summary>
    /// <exception cref="EntityNotFoundException">There is no such account that the caller may delete.</exception>
    public async Task DeleteAsync(int accountId)
    {
        await RequireAsync(accountId);
        await accounts.DeleteAsync(accountId, call.Aborted);
        dispatcher.Forget(accountId);
    }

    /// <summary>An account to fill in, with what is known of the caller.</summary>
    public async Task<EMailAccount> CreateDefaultAsync()
    {
        var caller = call.RequireCaller();
        var associate = await associates.FindByIdAsync(caller.AssociateId, call.Aborted);
        return EMailDefaults.Account(caller.AssociateId, associate?.EmailAddress ?? "");
    }

    private Task<StoredAccount?> CurrentAsync() => accounts.FindCurrentAsync(call.RequireCaller().AssociateId, call.Aborted);

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
            throw new AccessDeniedException("You may save accounts of your own only.");
        }

        _ = await associates.FindByIdAsync(associateId, call.Aborted)
            ?? throw new EntityNotFoundException($"There is no associate {associateId}.", "AssociateId", $"{associateId}");
    }
}
