using Services83.EMail.Identity;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Removes messages from folders of servers that the caller names.</summary>
internal sealed class MessageRemover(CallContext call)
{
    /// <summary>Removes exactly these messages of the open folder.</summary>
    public async Task RemoveAsync(ServerSession session, UidSet uids)
    {
        if (uids.IsEmpty)
        {
            return;
        }

        var client = session.Client;
        await client.UidStoreAsync(uids, StoreMode.Add, [ImapFlags.Deleted], unchangedSince: null, session.Cancellation);
        if (client.Capabilities.UidPlus)
        {
            await client.UidExpungeAsync(uids, session.Cancellation);
            return;
        }

        // Such a server can only remove all messages that are marked as deleted, and other clients may have marked messages that they want
        // to keep.
        var marked = await client.UidSearchAsync(ImapSearch.Deleted, session.Cancellation);
        if (marked.Intersect(uids).Count == marked.Count)
        {
            await client.ExpungeAsync(session.Cancellation);
        }
        else
        {
            call.ExtraInfo["MarkedOnly"] =
                $"Mail server {session.Host} cannot remove single messages, and others are marked as deleted in folder '{session.Folder}'. "
                + "The messages were marked as deleted too and not removed.";
        }
    }
}
