using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync.Reading;

/// <summary>Limits the mail that is cached for an account: <see cref="SyncOptions.MaxCacheBytes"/>, or the account's own limit.</summary>
internal sealed class CacheLimit(ItemStore items, IOptions<SyncOptions> options, IOptions<MailOptions> mail)
{
    /// <summary>The room for further messages. Without a limit nothing is read for it.</summary>
    public async Task<CacheRoom> RoomOfAsync(MailAccount account, CancellationToken cancellationToken)
    {
        var most = account.MaxCacheBytes ?? options.Value.MaxCacheBytes;
        return most == 0
            ? CacheRoom.Unlimited()
            : new CacheRoom(
                most, mail.Value.MaxMessageBytes, await items.CachedBytesAsync(account.AccountId, cancellationToken),
                await items.DetachedSizesAsync(account.AccountId, cancellationToken));
    }
}
