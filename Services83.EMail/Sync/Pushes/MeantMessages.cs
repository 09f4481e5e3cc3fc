using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Pushes;

/// <summary>
/// What is at the UIDs that changes are meant for. A UID and a UIDVALIDITY alone do not say which message it is: folders may swap their
/// names, and servers give several the same UIDVALIDITY. So nothing is changed on a server but what was recognised here, in the session
/// and in the opened folder in which it is changed.
/// </summary>
/// <param name="Present">Changes whose message is there.</param>
/// <param name="Absent">Changes at whose UID nothing is.</param>
/// <param name="Mistaken">Changes at whose UID another message is.</param>
/// <param name="States">How the messages are that are present.</param>
internal sealed record MeantMessages(
    IReadOnlyList<PendingChange> Present,
    IReadOnlyList<PendingChange> Absent,
    IReadOnlyList<PendingChange> Mistaken,
    IReadOnlyDictionary<uint, MessageState> States)
{
    /// <summary>
    /// Looks at the open folder with one FETCH. Only messages that look like others are read as a whole and compared by their hash, because
    /// the server may have been wrong before, or count differently since.
    /// </summary>
    /// <exception cref="ImapException">The server refused, or the line broke.</exception>
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
                // Somebody's change of flags may come in between, and says nothing of the rest.
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
