using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Pushes;

/// <summary>
/// Checks which messages have the UIDs of the changes. A UID and a UIDVALIDITY do not identify a message safely: folders may swap their
/// names, and servers give several folders the same UIDVALIDITY. So a message is changed on a server only if it was recognised here, in the
/// same session and the same opened folder.
/// </summary>
/// <param name="Present">Changes whose message is there.</param>
/// <param name="Absent">Changes whose UID does not exist.</param>
/// <param name="Mistaken">Changes whose UID belongs to a different message.</param>
/// <param name="States">The state of the messages that are present.</param>
internal sealed record MeantMessages(
    IReadOnlyList<PendingChange> Present,
    IReadOnlyList<PendingChange> Absent,
    IReadOnlyList<PendingChange> Mistaken,
    IReadOnlyDictionary<uint, MessageState> States)
{
    /// <summary>
    /// Checks the open folder with one FETCH. Only messages with different values are read as a whole and compared by their hash, because
    /// the server's values may have been wrong before, or may be computed differently now.
    /// </summary>
    /// <exception cref="ImapException">The server refused, or the connection broke.</exception>
    public static async Task<MeantMessages> RecogniseAsync(
        ImapClient client, IReadOnlyList<PendingChange> changes, CancellationToken cancellationToken)
    {
        var states = new Dictionary<uint, MessageState>();
        var marks = new Dictionary<uint, MessageMarks>();
        var items = OpenFolder.StateItems(client) | MarkReader.Items(client);
        await foreach (var response in client.UidFetchAsync(ChangeGroup.Of(changes), items, null, cancellationToken))
        {
            using (response)
            {
                // Another client's change of flags may arrive in between; it contains nothing else.
                states[response.Uid] = OpenFolder.State(response);
                if (response.MessageIdField is not null || !marks.ContainsKey(response.Uid))
                {
                    marks[response.Uid] = await MarkReader.ReadAsync(response, cancellationToken);
                }
            }
        }

        var there = changes.Where(change => states.ContainsKey(ChangeGroup.Uid(change))).ToList();
        var unlike = there.Where(change => !change.Marks.Match(marks[ChangeGroup.Uid(change)])).ToList();
        var mistaken = await OthersAsync(client, unlike, cancellationToken);
        return new([.. there.Except(mistaken)], [.. changes.Except(there)], mistaken, states);
    }

    private static async Task<IReadOnlyList<PendingChange>> OthersAsync(
        ImapClient client, List<PendingChange> unlike, CancellationToken cancellationToken)
    {
        var others = unlike.ToHashSet();
        foreach (var alike in unlike.GroupBy(change => change.Complete))
        {
            var wanted = alike.ToDictionary(ChangeGroup.Uid);
            var sizes = wanted.ToDictionary(change => change.Key, change => (ulong)change.Value.Size);
            await foreach (var (uid, hash) in CopyFinder.HashesAsync(client, sizes, alike.Key, cancellationToken))
            {
                if (hash == Convert.ToHexString(wanted[uid].Hash!))
                {
                    others.Remove(wanted[uid]);
                }
            }
        }

        return [.. others];
    }
}
