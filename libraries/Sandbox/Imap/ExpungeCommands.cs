using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>EXPUNGE and UID EXPUNGE. The removed messages are reported with the other changes at the end of the command.</summary>
internal static class ExpungeCommands
{
    public static Task<string> ExpungeAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        arguments.End();
        return RunAsync(session, session.Selected!.All());
    }

    public static Task<string> UidExpungeAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        var set = arguments.NextText();
        arguments.End();
        return RunAsync(session, session.Selected!.Resolve(set, byUid: true));
    }

    public static IEnumerable<uint> Deleted(IEnumerable<(uint Sequence, SandboxMessage Message)> entries) =>
        entries.Where(entry => entry.Message.Flags.Contains(@"\Deleted")).Select(entry => entry.Message.Uid);

    private static Task<string> RunAsync(ImapSession session, IEnumerable<(uint Sequence, SandboxMessage Message)> entries)
    {
        if (session.Selected!.IsReadOnly)
        {
            throw CommandRefusedException.No("[READ-ONLY] Mailbox is read-only");
        }

        var folder = session.Selected.Folder;
        folder.Expunge(Deleted(entries));
        return Task.FromResult(session.UsesCondstore ? $"OK [HIGHESTMODSEQ {folder.HighestModSeq}] Expunge completed." : "OK Expunge completed.");
    }
}
