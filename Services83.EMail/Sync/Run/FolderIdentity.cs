using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Run;

/// <summary>
/// Checks that the messages of a folder are those that are stored under its UIDs. If two folders could have been confused, the folder's
/// MAILBOXID decides, or else ten of the messages. All messages are checked if one of the ten is a different one, if the MAILBOXID differs,
/// or if a push has found a different message.
/// </summary>
internal sealed partial class FolderIdentity(ItemStore items, ILogger<FolderIdentity> logger)
{
    /// <summary>The newest messages are checked, because copies of a folder differ in the newest messages.</summary>
    private const int NewestInSample = 5;

    private const int OthersInSample = 5;

    /// <summary>Checks the open folder. Messages with the UIDs of others are afterwards detached.</summary>
    /// <returns>Whether the stored state was doubtful, so that the folder must be compared in full.</returns>
    /// <exception cref="ImapException">The server refused, or the connection broke.</exception>
    public async Task<bool> WasDoubtfulAsync(
        ImapClient client, StoredFolder folder, SelectedMailbox selected, Comparison comparison, CancellationToken cancellationToken)
    {
        var others = await IsDoubtfulAsync(client, folder, selected, comparison, cancellationToken)
            ? await OthersAsync(client, await KnownAsync(folder, selected, cancellationToken), cancellationToken)
            : null;
        if (others is not null || (selected.MailboxId is { } told && told != folder.MailboxId))
        {
            await items.IdentifyAsync(folder.FolderId, selected.MailboxId, others ?? [], comparison.StartedAt, cancellationToken);
        }

        if (others is { Count: > 0 })
        {
            LogOthers(folder.AccountId, folder.Name, others.Count);
        }

        return others is not null;
    }

    private async Task<bool> IsDoubtfulAsync(
        ImapClient client, StoredFolder folder, SelectedMailbox selected, Comparison comparison, CancellationToken cancellationToken)
    {
        if (folder.Doubted || (folder.MailboxId is not null && selected.MailboxId is not null))
        {
            return folder.Doubted || folder.MailboxId != selected.MailboxId;
        }

        return comparison.Suspects.Contains(folder.FolderId)
            && (await OthersAsync(client, Sample(await KnownAsync(folder, selected, cancellationToken)), cancellationToken)).Count > 0;
    }

    private Task<IReadOnlyList<StoredPlacement>> KnownAsync(StoredFolder folder, SelectedMailbox selected, CancellationToken cancellationToken) =>
        items.PlacementsAsync(folder.FolderId, selected.UidValidity, cancellationToken);

    private static IReadOnlyCollection<StoredPlacement> Sample(IReadOnlyList<StoredPlacement> known)
    {
        var older = known.SkipLast(NewestInSample).ToList();
        var step = Math.Max(1, older.Count / OthersInSample);
        return [.. older.Where((_, index) => index % step == 0).Take(OthersInSample), .. known.TakeLast(NewestInSample)];
    }

    /// <summary>Ids of the items whose UIDs belong to other messages; items whose UIDs do not exist are not included.</summary>
    private async Task<IReadOnlyList<int>> OthersAsync(
        ImapClient client, IReadOnlyCollection<StoredPlacement> known, CancellationToken cancellationToken)
    {
        if (client.Selected!.Exists == 0 || known.Count == 0)
        {
            return [];
        }

        var itemIds = known.ToDictionary(placement => placement.Uid, placement => placement.ItemId);
        var uids = UidSet.Of(itemIds.Keys);
        try
        {
            return await OthersAsync(client, uids, itemIds, cancellationToken);
        }
        catch (ImapCommandException)
        {
            // GNU imap4d refuses a set with a UID that no longer exists.
            var there = uids.Intersect(await client.UidSearchAsync(ImapSearch.All, cancellationToken));
            return there.IsEmpty ? [] : await OthersAsync(client, there, itemIds, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<int>> OthersAsync(
        ImapClient client, UidSet uids, Dictionary<uint, int> itemIds, CancellationToken cancellationToken)
    {
        var others = new List<int>();
        var stored = await items.MarksAsync(itemIds.Values, cancellationToken);
        await foreach (var response in client.UidFetchAsync(uids, MarkReader.Items(client), null, cancellationToken))
        {
            using (response)
            {
                if (response.MessageIdField is not null && itemIds.TryGetValue(response.Uid, out var itemId)
                    && stored.TryGetValue(itemId, out var marks) && marks.Contradict(await MarkReader.ReadAsync(response, cancellationToken)))
                {
                    others.Add(itemId);
                }
            }
        }

        return others;
    }

    [LoggerMessage(
        3121, LogLevel.Warning, "Account {AccountId}, folder {Folder}: {Count} UIDs now belong to other messages; the folder was replaced or renamed")]
    private partial void LogOthers(int accountId, string folder, int count);
}
