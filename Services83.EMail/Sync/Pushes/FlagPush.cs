using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Pushes;

/// <summary>
/// Sets or clears a flag. If the server has modification sequences, the flag is changed only if the message was not changed since it was
/// read. If somebody changed it at that moment, it is read and changed once more, and after that left for the next sync.
/// </summary>
internal sealed class FlagPush(ChangeStore store)
{
    private const int Attempts = 2;

    /// <param name="group">Changes whose messages are in the open folder.</param>
    /// <param name="states">The present state of these messages.</param>
    /// <returns>The changes that could not be made, because somebody else changed the message first each time, or it no longer
    /// exists.</returns>
    /// <exception cref="ImapCommandException">The server refused.</exception>
    public async Task<IReadOnlyList<PendingChange>> PushAsync(
        ImapClient client, ChangeGroup group, IReadOnlyDictionary<uint, MessageState> states, CancellationToken cancellationToken)
    {
        var left = Differing(group.Changes, states);
        for (var attempt = 1; left.Count > 0 && attempt <= Attempts; attempt++)
        {
            var contested = await StoreAsync(client, group, left, states, cancellationToken);
            left = [.. left.Where(change => contested.Contains(ChangeGroup.Uid(change)))];
            states = await OpenFolder.ReadAsync(client, contested, cancellationToken);
            left = Differing(left, states);
        }

        await store.ConfirmFlagsAsync([.. group.Changes.Except(left)], cancellationToken);
        return left;
    }

    /// <summary>A message that no longer exists counts as one that differs.</summary>
    private static List<PendingChange> Differing(IEnumerable<PendingChange> changes, IReadOnlyDictionary<uint, MessageState> states) =>
        [.. changes.Where(change => !states.TryGetValue(ChangeGroup.Uid(change), out var state)
            || state.Flags.HasFlag(change.Flag) != (change.Kind == ChangeKind.SetFlag))];

    private static async Task<UidSet> StoreAsync(
        ImapClient client, ChangeGroup group, List<PendingChange> changes, IReadOnlyDictionary<uint, MessageState> states,
        CancellationToken cancellationToken)
    {
        var mode = group.Kind == ChangeKind.SetFlag ? StoreMode.Add : StoreMode.Remove;
        var result = await client.UidStoreAsync(
            ChangeGroup.Of(changes), mode, [MailFlags.ToImap(group.First.Flag)], states.Values.Max(state => state.ModSeq), cancellationToken);
        return result.Modified;
    }
}
