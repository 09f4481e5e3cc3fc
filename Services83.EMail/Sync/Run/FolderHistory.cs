using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync.Run;

/// <summary>
/// Leaves out messages that are older than the configured history, by the date of receipt. Cached messages stay, however old they get. An
/// old message that may be a cached one in another place is fetched, so that it keeps its id.
/// </summary>
internal sealed class FolderHistory(ItemStore items, TimeProvider time, IOptions<SyncOptions> options)
{
    /// <summary>The time from which on messages are fetched; null for all.</summary>
    public DateTimeOffset? From => options.Value.HistoryDays == 0 ? null : time.GetUtcNow().AddDays(-options.Value.HistoryDays);

    /// <summary>Whether messages were left out of the folder that are within the history now, because the setting was raised.</summary>
    public bool IsLengthened(StoredFolder folder) => folder.LeftOut.Length > 0 && !(From >= folder.HistoryFrom);

    /// <summary>The messages that were left out of the folder, and still are.</summary>
    public UidSet LeftOut(StoredFolder folder, uint uidValidity) =>
        folder.Checkpoint?.UidValidity == uidValidity && !IsLengthened(folder) && UidSet.TryParse(folder.LeftOut, out var uids) ? uids : UidSet.Empty;

    /// <summary>Those of the messages of the open folder that are to be left out.</summary>
    public async Task<IReadOnlySet<uint>> TooOldAsync(
        ImapClient client, int accountId, IReadOnlyList<MissingMessage> missing, CancellationToken cancellationToken)
    {
        var old = new Dictionary<uint, (long Size, DateTimeOffset ReceivedAt)>();
        if (From is { } from && missing.Count > 0)
        {
            var uids = UidSet.Of(missing.Select(message => message.Uid));
            await foreach (var response in client.UidFetchAsync(uids, FetchItems.InternalDate | FetchItems.Size, null, cancellationToken))
            {
                using (response)
                {
                    if (response.InternalDate < from)
                    {
                        old[response.Uid] = ((long)(response.Size ?? 0), response.InternalDate.Value.ToUniversalTime());
                    }
                }
            }

            var cached = old.Count > 0 ? await items.ReceivedBeforeAsync(accountId, from, cancellationToken) : [];
            return old.Where(message => !cached.Contains(message.Value)).Select(message => message.Key).ToHashSet();
        }

        return new HashSet<uint>();
    }
}
