using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>COPY and MOVE (RFC 6851), with COPYUID (RFC 4315).</summary>
internal static class CopyCommands
{
    public static Task<string> CopyAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        RunCopyAsync(session, arguments, byUid: false);

    public static Task<string> UidCopyAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        RunCopyAsync(session, arguments, byUid: true);

    public static Task<string> MoveAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        RunMoveAsync(session, arguments, byUid: false, cancellationToken);

    public static Task<string> UidMoveAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        RunMoveAsync(session, arguments, byUid: true, cancellationToken);

    private static Task<string> RunCopyAsync(ImapSession session, CommandArguments arguments, bool byUid)
    {
        var (uids, target) = Read(session, arguments, byUid);
        var copied = session.Selected!.Folder.Copy(target, uids);
        return Task.FromResult($"OK {CopyUid(session, target, copied)}Copy completed.");
    }

    private static async Task<string> RunMoveAsync(
        ImapSession session, CommandArguments arguments, bool byUid, CancellationToken cancellationToken)
    {
        var (uids, target) = Read(session, arguments, byUid);
        if (session.Selected!.IsReadOnly)
        {
            throw CommandRefusedException.No("[READ-ONLY] Mailbox is read-only");
        }

        var moved = session.Selected.Folder.Move(target, uids);
        // The new UIDs come first, in an untagged OK; the expunges follow with the other changes at the end of the command.
        if (CopyUid(session, target, moved) is { Length: > 0 } code)
        {
            await session.Writer.LineAsync($"* OK {code}Moved UIDs.", cancellationToken);
        }

        return "OK Move completed.";
    }

    private static (IReadOnlyList<uint> Uids, SandboxFolder Target) Read(ImapSession session, CommandArguments arguments, bool byUid)
    {
        var set = arguments.NextText();
        var target = FolderNames.RequireSelectable(session, arguments.NextFolderName(), "TRYCREATE");
        arguments.End();
        return ([.. session.Selected!.Resolve(set, byUid).Select(entry => entry.Message.Uid)], target);
    }

    private static string CopyUid(ImapSession session, SandboxFolder target, IReadOnlyList<(uint Source, uint Target)> pairs)
    {
        if (pairs.Count == 0 || !session.Has("UIDPLUS"))
        {
            return "";
        }

        var sources = SequenceSet.Format(pairs.Select(pair => pair.Source));
        return $"[COPYUID {target.UidValidity} {sources} {SequenceSet.Format(pairs.Select(pair => pair.Target))}] ";
    }
}
