using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>CREATE, DELETE, RENAME, SUBSCRIBE and UNSUBSCRIBE.</summary>
internal static class FolderCommands
{
    public static Task<string> CreateAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        var name = arguments.NextFolderName();
        arguments.End();
        if (name.Length == 0 || name.Contains("//", StringComparison.Ordinal) || name[0] == '/')
        {
            throw CommandRefusedException.No("[CANNOT] Invalid mailbox name");
        }

        if (session.Account!.Find(name) is not null)
        {
            throw CommandRefusedException.No("[ALREADYEXISTS] Mailbox already exists");
        }

        session.Account.CreateFolder(name);
        return Task.FromResult("OK Create completed.");
    }

    public static Task<string> DeleteAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        var folder = FolderNames.Require(session, arguments.NextFolderName());
        arguments.End();
        if (folder.Name == "INBOX")
        {
            throw CommandRefusedException.No("[CANNOT] INBOX can't be deleted");
        }

        if (session.Selected?.Folder == folder)
        {
            session.Selected = null;
        }

        session.Account!.DeleteFolder(folder.Name);
        return Task.FromResult("OK Delete completed.");
    }

    public static Task<string> RenameAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        var folder = FolderNames.Require(session, arguments.NextFolderName());
        var newName = arguments.NextFolderName();
        arguments.End();
        if (folder.Name == "INBOX")
        {
            throw CommandRefusedException.No("[CANNOT] INBOX can't be renamed here");
        }

        if (session.Account!.Find(newName) is not null)
        {
            throw CommandRefusedException.No("[ALREADYEXISTS] Target mailbox already exists");
        }

        session.Account.RenameFolder(folder.Name, newName);
        return Task.FromResult("OK Rename completed.");
    }

    public static Task<string> SubscribeAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        SetSubscribedAsync(session, arguments, true);

    public static Task<string> UnsubscribeAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        SetSubscribedAsync(session, arguments, false);

    private static Task<string> SetSubscribedAsync(ImapSession session, CommandArguments arguments, bool subscribed)
    {
        var folder = FolderNames.Require(session, arguments.NextFolderName());
        arguments.End();
        folder.IsSubscribed = subscribed;
        return Task.FromResult(subscribed ? "OK Subscribe completed." : "OK Unsubscribe completed.");
    }
}
