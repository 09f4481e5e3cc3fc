using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Maildrops;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>
/// Folders of the caller's accounts with POP3. The server that such a caller names has no folders; those of its account are here. The caller
/// owns the account, so the password of the call is not needed.
/// </summary>
internal sealed class MaildropFolders(CallContext call, ServerLoginReader reader, AccountStore accounts, FolderStore folders, LocalFolders local)
{
    /// <summary>Whether the caller names a POP3 server, by a scheme or by a port.</summary>
    public static bool AreMeant(EMailConnectionInfo? info) =>
        info?.ServerName is { } server && MailEndpoint.IncomingProtocol(server, port: 0) == MailProtocol.Pop3;

    /// <exception cref="InvalidArgumentException">There is such a folder already.</exception>
    /// <exception cref="EntityNotFoundException">The caller has no such account.</exception>
    public async Task CreateAsync(EMailConnectionInfo info, string name) =>
        await local.CreateAsync(await AccountAsync(info), ServerLoginReader.FolderOf(name), call.Aborted);

    /// <exception cref="InvalidArgumentException">The folder cannot be deleted.</exception>
    /// <exception cref="EntityNotFoundException">The caller has no such account, or the account has no such folder.</exception>
    public async Task DeleteAsync(EMailConnectionInfo info, string name)
    {
        var folder = (await folders.ListAsync(await AccountAsync(info), call.Aborted)).FirstOrDefault(folder => folder.IsNamed(name))
            ?? throw new EntityNotFoundException($"The account has no folder '{name}'.", "Folder", name);
        await local.DeleteAsync(folder, call.Aborted);
    }

    private async Task<int> AccountAsync(EMailConnectionInfo info)
    {
        var login = reader.Read(MailProtocol.Pop3, info);
        return await accounts.FindByLoginAsync(call.RequireCaller().Own, login.Endpoint.Host, login.UserName, call.Aborted) is { Protocol: MailProtocol.Pop3 } account
            ? account.AccountId
            : throw new EntityNotFoundException(
                $"You have no mail account with POP3 and the login '{login.UserName}' on {login.Endpoint.Host}.", "UserName", login.UserName);
    }
}
