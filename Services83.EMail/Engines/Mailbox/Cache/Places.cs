using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Cache;

/// <summary>Finds the accounts and folders that a caller names. For the caller, those of other people do not exist.</summary>
internal sealed class Places(CallContext call, AccountStore accounts, FolderStore folders)
{
    /// <summary>The account that the message names, else the account with its author's address, else the caller's current one.</summary>
    /// <exception cref="EntityNotFoundException">There is none.</exception>
    public async Task<StoredAccount> AccountAsync(EMailEntity email)
    {
        var caller = call.RequireCaller();
        if (email.AccountId != 0)
        {
            var named = await accounts.FindAsync(email.AccountId, call.Aborted);
            return named is not null && (caller.IsPrivileged || named.AssociateId == caller.AssociateId)
                ? named
                : throw new EntityNotFoundException($"There is no account with id {email.AccountId}.", "AccountId", $"{email.AccountId}");
        }

        var author = email.From?.Address?.Trim() is { Length: > 0 } address
            ? await accounts.FindByAddressAsync(caller.AssociateId, address, call.Aborted)
            : null;
        return author ?? await accounts.FindCurrentAsync(caller.AssociateId, call.Aborted)
            ?? throw new EntityNotFoundException("You have no mail account.", "AccountId", "0");
    }

    /// <summary>The account that the caller used last, with its login for incoming mail.</summary>
    /// <exception cref="EntityNotFoundException">The caller has no account.</exception>
    public async Task<MailAccount> CurrentAccountAsync()
    {
        var caller = call.RequireCaller();
        var account = await accounts.FindCurrentAsync(caller.AssociateId, call.Aborted);
        return (account is null ? null : await accounts.FindForSyncAsync(account.AccountId, call.Aborted))
            ?? throw new EntityNotFoundException("You have no mail account.", "AssociateId", $"{caller.AssociateId}");
    }

    /// <param name="folderId">Key of the folder.</param>
    /// <param name="argument">The name of the argument in the operation.</param>
    /// <exception cref="EntityNotFoundException">There is no such folder that the caller may see.</exception>
    public async Task<StoredFolder> FolderAsync(int folderId, string argument)
    {
        return await folders.FindAsync(folderId, call.RequireCaller().Scope, call.Aborted)
            ?? throw new EntityNotFoundException($"There is no folder with id {folderId}.", argument, $"{folderId}");
    }

    /// <exception cref="EntityNotFoundException">The account has no folder for this use.</exception>
    public async Task<StoredFolder> SpecialAsync(StoredAccount account, SpecialUse use) =>
        SpecialFolders.Find(await folders.ListAsync(account.AccountId, call.Aborted), use)
        ?? throw new EntityNotFoundException(
            $"Account {account.AccountId} has no folder for {(use == SpecialUse.Drafts ? "drafts" : "sent mail")}. Nothing was saved.",
            "folder",
            $"{use}");

    /// <summary>Whether the message is a draft: it has the flag, or is in its account's folder for drafts.</summary>
    public async Task<bool> IsDraftAsync(StoredItem item) =>
        item.Flags.HasFlag(EMailFlags.Draft) || await IsForDraftsAsync(item.AccountId, item.FolderId);

    /// <summary>Whether it is the account's folder for drafts.</summary>
    public async Task<bool> IsForDraftsAsync(int accountId, int folderId) =>
        SpecialFolders.Find(await folders.ListAsync(accountId, call.Aborted), SpecialUse.Drafts)?.FolderId == folderId;

    /// <param name="name">As the server spells it; INBOX in any letter case.</param>
    /// <exception cref="EntityNotFoundException">The account has no such folder.</exception>
    /// <exception cref="InvalidArgumentException">It cannot hold messages.</exception>
    public async Task<StoredFolder> NamedAsync(StoredAccount account, string name)
    {
        var folder = (await folders.ListAsync(account.AccountId, call.Aborted)).FirstOrDefault(folder => folder.IsNamed(name))
            ?? throw new EntityNotFoundException(
                $"Account {account.AccountId} has no folder '{name}'. Nothing was saved.", "FolderName", name);
        return folder.Selectable
            ? folder
            : throw new InvalidArgumentException("FolderName", $"Folder '{folder.Name}' cannot hold messages. Nothing was saved.");
    }
}
