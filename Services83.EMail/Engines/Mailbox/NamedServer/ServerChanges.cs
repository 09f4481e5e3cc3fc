using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Changes messages in a folder of a server that the caller names, by ids of any kind. Messages that do not exist are listed in
/// <c>ExtraInfo</c>.</summary>
internal sealed class ServerChanges(CallContext call, NamedImapServer server, MessageRemover remover)
{
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    public Task MarkAsReadAsync(EMailConnectionInfo? info, IEnumerable<ServerId> serverIds, bool read) => server.RunAsync(info, async session =>
    {
        var present = await FindAsync(session, serverIds);
        await session.Client.UidStoreAsync(
            present, read ? StoreMode.Add : StoreMode.Remove, [ImapFlags.Seen], unchangedSince: null, session.Cancellation);
    });

    /// <param name="info">Server, login and folder.</param>
    /// <param name="serverIds">An empty list changes nothing.</param>
    /// <param name="moveToFolder">Null or empty to delete permanently.</param>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    public Task DeleteAsync(EMailConnectionInfo? info, IEnumerable<ServerId> serverIds, string? moveToFolder) => server.RunAsync(info, async session =>
    {
        var target = string.IsNullOrEmpty(moveToFolder) ? null : RequireTarget(session, moveToFolder, "MoveToFolder");
        var present = await FindAsync(session, serverIds);
        await (target is null ? remover.RemoveAsync(session, present) : MoveAsync(session, present, target, "MoveToFolder"));
    });

    /// <exception cref="InvalidArgumentException">The target is missing, or is the folder that the messages are in.</exception>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    public Task MoveAsync(EMailConnectionInfo? info, IEnumerable<ServerId> serverIds, string? targetFolder) => server.RunAsync(info, async session =>
    {
        var target = RequireTarget(session, targetFolder, "TargetFolder");
        await MoveAsync(session, await FindAsync(session, serverIds), target, "TargetFolder");
    });

    /// <summary>As <see cref="DeleteAsync"/>, for all messages that are now in the folder.</summary>
    public Task EmptyAsync(EMailConnectionInfo? info, string? moveToFolder) => server.RunAsync(info, async session =>
    {
        var target = string.IsNullOrEmpty(moveToFolder) ? null : RequireTarget(session, moveToFolder, "MoveToFolder");
        await session.OpenAsync(toChange: true);
        var all = await session.Client.UidSearchAsync(ImapSearch.All, session.Cancellation);
        await (target is null ? remover.RemoveAsync(session, all) : MoveAsync(session, all, target, "MoveToFolder"));
    });

    private async Task MoveAsync(ServerSession session, UidSet uids, string target, string argument)
    {
        if (uids.IsEmpty)
        {
            return;
        }

        try
        {
            await session.AboutAsync(argument, target, () => session.Client.Capabilities.CanMove
                ? session.Client.UidMoveAsync(uids, target, session.Cancellation)
                : CopyAndRemoveAsync(session, uids, target));
        }
        catch (AgentException)
        {
            // A long list is sent as several commands, so some messages may have moved before the refusal.
            var left = await session.Client.UidSearchAsync(ImapSearch.Uids(uids), session.Cancellation);
            if (left.Count < uids.Count)
            {
                call.ExtraInfo["Moved"] = $"{uids.Count - left.Count} of {uids.Count} messages were moved before the server refused.";
            }

            throw;
        }
    }

    private async Task<CopiedUids?> CopyAndRemoveAsync(ServerSession session, UidSet uids, string target)
    {
        var copied = await session.Client.UidCopyAsync(uids, target, session.Cancellation);
        await remover.RemoveAsync(session, uids);
        return copied;
    }

    /// <summary>Opens the folder and finds which of the messages are in it.</summary>
    private async Task<UidSet> FindAsync(ServerSession session, IEnumerable<ServerId> serverIds)
    {
        await session.OpenAsync(toChange: true);
        var ids = serverIds.DistinctBy(id => id.Text).Select(id => (id.Text, Uid: id.UidIn(session))).ToArray();
        var wanted = UidSet.Of(ids.Where(id => id.Uid != 0).Select(id => id.Uid));
        var present = wanted.IsEmpty ? UidSet.Empty : await session.Client.UidSearchAsync(ImapSearch.Uids(wanted), session.Cancellation);
        UnknownIds.Report(call, ids.Where(id => !present.Contains(id.Uid)).Select(id => id.Text));
        return present;
    }

    private static string RequireTarget(ServerSession session, string? name, string argument)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new InvalidArgumentException(argument, "Name the folder to move the messages to.");
        }

        return ServerSession.IsSame(name, session.Folder)
            ? throw new InvalidArgumentException(argument, $"The messages are in folder '{name}' already.")
            : ServerLoginReader.FolderOf(name, argument);
    }
}
