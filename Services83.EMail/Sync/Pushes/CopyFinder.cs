using System.Runtime.CompilerServices;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;

namespace Services83.EMail.Sync.Pushes;

/// <summary>
/// Finds copies whose place the server did not report: the connection broke before the answer, or the server has no COPYUID (RFC 4315).
/// They are recognised by their size and then by the hash of their bytes, among the messages that arrived after the copy was requested.
/// </summary>
internal static class CopyFinder
{
    /// <summary>Copies that earlier attempts may have made. Another folder is open afterwards.</summary>
    public static async Task<Dictionary<PendingChange, Placement>> FindAsync(
        ImapClient client, IEnumerable<PendingChange> changes, CancellationToken cancellationToken)
    {
        var found = new Dictionary<PendingChange, Placement>();
        foreach (var attempt in changes.GroupBy(change => change.CopyFrom!.Value))
        {
            foreach (var (change, place) in await FindAsync(client, attempt.First().TargetName!, attempt.Key, [.. attempt], cancellationToken))
            {
                found[change] = place;
            }
        }

        return found;
    }

    /// <summary>Copies in a folder whose earlier state is <paramref name="from"/>. That folder is open afterwards.</summary>
    public static async Task<Dictionary<PendingChange, Placement>> FindAsync(
        ImapClient client, string folder, (uint UidValidity, uint UidNext) from, IReadOnlyCollection<PendingChange> changes,
        CancellationToken cancellationToken)
    {
        var found = new Dictionary<PendingChange, Placement>();
        if (changes.Count == 0)
        {
            return found;
        }

        var selected = await client.ExamineAsync(folder, null, cancellationToken);
        var first = selected.UidValidity == from.UidValidity ? from.UidNext : 1;
        var sizes = await SizesAsync(client, UidSet.From(Math.Max(first, 1)), cancellationToken);
        foreach (var alike in changes.GroupBy(change => change.Complete))
        {
            var wanted = alike.GroupBy(change => Convert.ToHexString(change.Hash!))
                .ToDictionary(same => same.Key, same => new Queue<PendingChange>(same));
            var possible = alike.Select(change => (ulong)change.Size).ToHashSet();
            var candidates = sizes.Where(message => possible.Contains(message.Value)).ToDictionary();
            await foreach (var (uid, hash) in HashesAsync(client, candidates, alike.Key, cancellationToken))
            {
                if (wanted.TryGetValue(hash, out var queue) && queue.TryDequeue(out var change))
                {
                    found[change] = new(change.TargetFolderId!.Value, selected.UidValidity, uid);
                }
            }
        }

        return found;
    }

    private static async Task<Dictionary<uint, ulong>> SizesAsync(ImapClient client, UidSet uids, CancellationToken cancellationToken)
    {
        var sizes = new Dictionary<uint, ulong>();
        if (client.Selected!.Exists == 0)
        {
            return sizes;
        }

        await foreach (var response in client.UidFetchAsync(uids, FetchItems.Size, null, cancellationToken))
        {
            using (response)
            {
                sizes[response.Uid] = response.Size ?? sizes.GetValueOrDefault(response.Uid);
            }
        }

        return sizes;
    }

    /// <summary>Hashes of messages of the open folder, as hexadecimal digits.</summary>
    /// <param name="sizes">Sizes of the whole messages in bytes, by UID.</param>
    /// <param name="complete">Whether whole messages are stored, or only their headers.</param>
    public static async IAsyncEnumerable<(uint Uid, string Hash)> HashesAsync(
        ImapClient client, Dictionary<uint, ulong> sizes, bool complete, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var what = complete ? FetchItems.Body : FetchItems.Header;
        await foreach (var response in client.UidFetchAsync(UidSet.Of(sizes.Keys), what, null, cancellationToken))
        {
            using (response)
            {
                if ((response.Body ?? response.Header) is { } octets)
                {
                    var raw = await octets.ToArrayAsync(cancellationToken);
                    yield return (response.Uid, Convert.ToHexString(MessageContent.HashOf(raw, (long)sizes[response.Uid], complete)));
                }
            }
        }
    }
}
