using Services83.EMail.Connections;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.Accounts;

/// <summary>The account that the caller used last.</summary>
internal sealed class CurrentAccountService(
    CallContext call, AccountStore accounts, ImapConnector imap, Pop3Connector pop3, SmtpConnector outgoing) : ICurrentAccountOperations
{
    /// <summary>Null when there is none.</summary>
    public async Task<EMailAccount?> GetCurrentAccountAsync() => await FindAsync() is { } account ? AccountMapper.ToCarrier(account) : null;

    /// <summary>0 when there is none.</summary>
    public async Task<int> GetCurrentAccountIdAsync() => (await FindAsync())?.AccountId ?? 0;

    /// <summary>Tests its logins, including the one for outgoing mail if it has one.</summary>
    /// <returns>False when there is no account, and when one of its servers refuses or cannot be reached; <c>ExtraInfo</c> then holds a
    /// <c>Reason</c>.</returns>
    public async Task<bool> TestAuthenticateAsync()
    {
        var current = await FindAsync();
        var account = current is null ? null : await accounts.FindForSyncAsync(current.AccountId, call.Aborted);
        if (account is null)
        {
            call.ExtraInfo["Reason"] = "The associate has no mail account.";
            return false;
        }

        try
        {
            await (account.Protocol == MailProtocol.Pop3 ? TryPop3Async(account) : TryImapAsync(account));
            await TryOutgoingAsync(account);
            await accounts.SetUsedAsync(account.AccountId, call.Aborted);
            return true;
        }
        catch (Exception exception) when (exception is ImapException or Pop3Exception or SmtpException or AgentException)
        {
            call.ExtraInfo["Reason"] = exception.Message;
            return false;
        }
    }

    private Task<StoredAccount?> FindAsync() => accounts.FindCurrentAsync(call.RequireCaller().AssociateId, call.Aborted);

    private async Task TryImapAsync(MailAccount account)
    {
        await using var client = await imap.ConnectAsync(account, call.Aborted);
        await client.LogoutAsync(call.Aborted);
    }

    private async Task TryPop3Async(MailAccount account)
    {
        await using var client = await pop3.ConnectAsync(account, call.Aborted);
        await client.QuitAsync(call.Aborted);
    }

    private async Task TryOutgoingAsync(MailAccount account)
    {
        if (await accounts.FindOutgoingAsync(account.AccountId, call.Aborted) is { } login)
        {
            await using var session = outgoing.Session(account.AssociateId, ServerLogin.Of(login));
            await session.TryAsync(call.Aborted);
        }
    }
}
