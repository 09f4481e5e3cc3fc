using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Accounts;

/// <summary>Turns stored accounts into carriers, with the names of their folders if the caller's door has members for these.</summary>
internal sealed class AccountCarriers(CallContext call, FolderStore folders)
{
    private const string Inbox = "INBOX";

    public async Task<EMailAccount> OfAsync(StoredAccount account)
    {
        var carrier = AccountMapper.ToCarrier(account);
        if (call.IsWebApi)
        {
            var known = await folders.ListAsync(account.AccountId, call.Aborted);
            carrier.InboxFolder = known.FirstOrDefault(folder => folder.IsNamed(Inbox))?.Name ?? "";
            carrier.SentFolder = SpecialFolders.Find(known, SpecialUse.Sent)?.Name ?? "";
            carrier.LastFetch = account.LastSyncedAt?.UtcDateTime ?? default;
        }

        return carrier;
    }
}
