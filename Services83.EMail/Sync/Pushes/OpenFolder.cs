using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Pushes;

/// <summary>Flags of a message now, and its modification sequence if the server has them (RFC 7162).</summary>
internal readonly record struct MessageState(EMailFlags Flags, ulong? ModSeq);

/// <summary>Steps on the folder whose messages are to be changed.</summary>
internal static class OpenFolder
{
    /// <summary>Opens a folder for changes. False when it has been renumbered, so that our UIDs are not valid.</summary>
    public static async Task<bool> SelectAsync(ImapClient client, string folder, uint uidValidity, CancellationToken cancellationToken)
    {
        var selected = client.Selected is { IsReadOnly: false } open && open.Name == folder
            ? open
            : await client.SelectAsync(folder, null, cancellationToken);
        return selected.UidValidity == uidValidity;
    }

    /// <summary>Those of the messages that are in the open folder.</summary>
    public static async Task<IReadOnlyDictionary<uint, MessageState>> ReadAsync(ImapClient client, UidSet uids, CancellationToken cancellationToken)
    {
        var states = new Dictionary<uint, MessageState>();
        await foreach (var response in client.UidFetchAsync(uids, StateItems(client), null, cancellationToken))
        {
            using (response)
            {
                states[response.Uid] = State(response);
            }
        }

        return states;
    }

    public static FetchItems StateItems(ImapClient client) =>
        FetchItems.Flags | (client.Selected?.HighestModSeq is null ? FetchItems.None : FetchItems.ModSeq);

    public static MessageState State(FetchResponse response) => new(MailFlags.FromImap(response.Flags ?? []), response.ModSeq);

    /// <summary>Removes exactly these messages of the open folder. False when the server can only mark them (no UIDPLUS).</summary>
    /// <param name="meant">Messages that have been recognised since the folder was opened.</param>
    public static async Task<bool> RemoveAsync(ImapClient client, IEnumerable<PendingChange> meant, CancellationToken cancellationToken)
    {
        var uids = ChangeGroup.Of(meant);
        await client.UidStoreAsync(uids, StoreMode.Add, [ImapFlags.Deleted], null, cancellationToken);
        if (!client.Capabilities.UidPlus)
        {
            return false;
        }

        await client.UidExpungeAsync(uids, cancellationToken);
        return true;
    }
}
