using Services83.EMail.Connections;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail.Changes;

namespace Services83.EMail.Sync.Pushes;

/// <summary>
/// Moves messages to another folder: with MOVE in one step, else by copying them, marking the originals as deleted and removing them. If an
/// earlier copy command got no answer, the program looks for the copy before it makes another one.
/// </summary>
internal sealed class MovePush(ChangeStore store)
{
    /// <param name="group">Changes whose messages are in the open folder.</param>
    /// <returns>The changes that could not be made, because no copy was found.</returns>
    /// <exception cref="ImapCommandException">The server refused.</exception>
    public async Task<IReadOnlyList<PendingChange>> PushAsync(ImapClient client, ChangeGroup group, CancellationToken cancellationToken)
    {
        if (!client.Capabilities.Move)
        {
            return await CopyAndRemoveAsync(client, group, cancellationToken);
        }

        var moved = Places(group.Changes, await client.UidMoveAsync(group.Uids, group.First.TargetName!, cancellationToken));
        await store.ConfirmMovedAsync(
            [.. group.Changes.Select(change => new MovedItem(change, moved.TryGetValue(change, out var place) ? place : null))],
            staysMarked: false, cancellationToken);
        return [];
    }

    /// <summary>Another folder may have been open meanwhile, so the originals are recognised once more before they are removed.</summary>
    private async Task<IReadOnlyList<PendingChange>> CopyAndRemoveAsync(ImapClient client, ChangeGroup group, CancellationToken cancellationToken)
    {
        var copies = await CopyFinder.FindAsync(client, group.Changes.Where(change => change.CopyFrom is not null), cancellationToken);
        var rest = group.Changes.Where(change => !copies.ContainsKey(change)).ToList();
        if (rest.Count > 0)
        {
            foreach (var (change, place) in await CopyAsync(client, group, rest, cancellationToken))
            {
                copies[change] = place;
            }
        }

        var copied = await StillMeantAsync(client, group, [.. group.Changes.Where(copies.ContainsKey)], cancellationToken);
        if (copied.Count == 0)
        {
            return group.Changes;
        }

        var removed = await OpenFolder.RemoveAsync(client, copied, cancellationToken);
        await store.ConfirmMovedAsync(
            [.. copied.Select(change => new MovedItem(change, copies[change]))], staysMarked: !removed, cancellationToken);
        return [.. group.Changes.Except(copied)];
    }

    private async Task<Dictionary<PendingChange, Placement>> CopyAsync(
        ImapClient client, ChangeGroup group, IReadOnlyList<PendingChange> changes, CancellationToken cancellationToken)
    {
        var target = group.First.TargetName!;
        var status = await client.StatusAsync(target, cancellationToken);
        var from = (UidValidity: status.UidValidity ?? 0, UidNext: status.UidNext ?? 1);
        await store.NoteCopyAsync(changes, from.UidValidity, from.UidNext, cancellationToken);
        var meant = await StillMeantAsync(client, group, changes, cancellationToken);
        if (meant.Count == 0)
        {
            return [];
        }

        await store.RequireRunAsync(cancellationToken);
        var places = Places(meant, await Unbroken.RunAsync(token => client.UidCopyAsync(ChangeGroup.Of(meant), target, token), cancellationToken));
        var untold = meant.Where(change => !places.ContainsKey(change)).ToList();
        foreach (var (change, place) in await CopyFinder.FindAsync(client, target, from, untold, cancellationToken))
        {
            places[change] = place;
        }

        return places;
    }

    private static async Task<IReadOnlyList<PendingChange>> StillMeantAsync(
        ImapClient client, ChangeGroup group, IReadOnlyList<PendingChange> changes, CancellationToken cancellationToken)
    {
        if (client.Selected is { IsReadOnly: false } open && open.Name == group.Folder)
        {
            return changes;
        }

        return changes.Count > 0 && await OpenFolder.SelectAsync(client, group.Folder, group.UidValidity, cancellationToken)
            ? (await MeantMessages.RecogniseAsync(client, changes, cancellationToken)).Present
            : [];
    }

    private static Dictionary<PendingChange, Placement> Places(IEnumerable<PendingChange> changes, CopiedUids? copied)
    {
        var places = new Dictionary<PendingChange, Placement>();
        foreach (var change in changes)
        {
            if (copied is not null && copied.Uids.TryGetValue(ChangeGroup.Uid(change), out var uid))
            {
                places[change] = new(change.TargetFolderId!.Value, copied.UidValidity, uid);
            }
        }

        return places;
    }
}
