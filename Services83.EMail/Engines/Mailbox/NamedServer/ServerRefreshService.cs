using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>
/// Syncs the account whose login the caller names. Cached messages belong to an account, so without an account there is nothing to sync;
/// and no account is created, because it would store a password that the caller gave for one call.
/// </summary>
internal sealed class ServerRefreshService(
    CallContext call, ServerLoginReader reader, NamedImapServer imap, NamedPop3Server pop3, AccountStore accounts, FolderStore store, SyncDispatcher dispatcher)
    : IServerRefreshOperations
{
    /// <summary>Syncs the whole account: a message that is missing in one folder may have moved to another.</summary>
    /// <param name="connectionInfo">Server and login, which the server checks before anything is synced.</param>
    /// <param name="folders">Null or empty for the folder in <paramref name="connectionInfo"/>.</param>
    /// <returns>0: it is done.</returns>
    /// <exception cref="EntityNotFoundException">The caller has no such account, or the account has no such folder.</exception>
    /// <exception cref="MailServerException">The server cannot be reached, or refuses the login; nothing was synced.</exception>
    /// <exception cref="ThrottledException">Too many logins were refused; no login was sent.</exception>
    public async Task<int> RefreshFolderAsync(EMailConnectionInfo? connectionInfo, string[]? folders)
    {
        var protocol = MaildropFolders.AreMeant(connectionInfo) ? MailProtocol.Pop3 : MailProtocol.Imap;
        var login = reader.Read(protocol, connectionInfo);
        var wanted = folders is null or [] ? [ServerLoginReader.FolderOf(connectionInfo?.Folder)] : folders.Select(name => ServerLoginReader.FolderOf(name, "Folders"));
        var account = await FindAsync(login.Endpoint.Host, login.UserName);
        if (account?.Protocol != protocol)
        {
            throw new EntityNotFoundException(
                $"You have no mail account with the login '{login.UserName}' on {login.Endpoint.Host}.", "UserName", login.UserName);
        }

        login = login with { UsesToken = login.UsesToken || account.Incoming!.UsesToken };
        await (protocol == MailProtocol.Pop3 ? pop3.RequireLoginAsync(login) : imap.RequireLoginAsync(login));
        var outcome = await dispatcher.RunAsync(account.AccountId, call.Aborted);
        outcome.ThrowIfFailed();

        var known = (await store.ListAsync(account.AccountId, call.Aborted)).Select(folder => ServerSession.Canonical(folder.Name)).ToHashSet();
        if (wanted.FirstOrDefault(name => !known.Contains(ServerSession.Canonical(name))) is { } missing)
        {
            throw new EntityNotFoundException($"The account was synced, but has no folder '{missing}'.", "Folders", missing);
        }

        return 0;
    }

    /// <summary>The caller's own account; privileged users may name everybody's.</summary>
    private async Task<StoredAccount?> FindAsync(string host, string userName)
    {
        var caller = call.RequireCaller();
        var own = await accounts.FindByLoginAsync(caller.Own, host, userName, call.Aborted);
        return own is null && caller.IsPrivileged ? await accounts.FindByLoginAsync(caller.Scope, host, userName, call.Aborted) : own;
    }
}
