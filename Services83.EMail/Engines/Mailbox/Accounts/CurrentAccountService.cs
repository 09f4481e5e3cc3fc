using Services83.EMail.Connections;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.Accounts;

/// <summary>The account that the caller used last.</summary>
internal sealed class CurrentAccountService(
    CallContext call, AccountStore accounts, LoginTest test, AccountCarriers carriers) : ICurrentAccountOperations
{
    /// <summary>Null when there is none.</summary>
    public async Task<EMailAccount?> GetCurrentAccountAsync() => await FindAsync() is { } account ? await carriers.OfAsync(account) : null;

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

        var reason = await test.TryAsync(account.AssociateId, account.Protocol, ServerLogin.Of(account.Incoming), call.Aborted);
        if (reason is null && await accounts.FindOutgoingAsync(account.AccountId, call.Aborted) is { } outgoing)
        {
            reason = await test.TryAsync(account.AssociateId, MailProtocol.Smtp, ServerLogin.Of(outgoing), call.Aborted);
        }

        if (reason is not null)
        {
            call.ExtraInfo["Reason"] = reason;
            return false;
        }

        await accounts.SetUsedAsync(account.AccountId, call.Aborted);
        return true;
    }

    private Task<StoredAccount?> FindAsync() => accounts.FindCurrentAsync(call.RequireCaller().AssociateId, call.Aborted);
}
