using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>SELECT and EXAMINE with CONDSTORE and QRESYNC (RFC 7162), UNSELECT and CLOSE.</summary>
internal static class SelectCommands
{
    private const string SystemFlags = @"\Answered \Flagged \Deleted \Seen \Draft";

    public static Task<string> SelectAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        OpenAsync(session, arguments, readOnly: false, cancellationToken);

    public static Task<string> ExamineAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        OpenAsync(session, arguments, readOnly: true, cancellationToken);

    public static Task<string> UnselectAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        arguments.End();
        session.Selected = null;
        return Task.FromResult("OK Unselect completed.");
    }

    public static Task<string> CloseAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        arguments.End();
        var selected = session.Selected!;
        if (!selected.IsReadOnly)
        {
            selected.Folder.Expunge(ExpungeCommands.Deleted(selected.All()));
        }

        session.Selected = null;
        return Task.FromResult("OK Close completed.");
    }

    private static async Task<string> OpenAsync(
        ImapSession session, CommandArguments arguments, bool readOnly, CancellationToken cancellationToken)
    {
        session.Selected = null; // also when the new one cannot be opened (RFC 9051, section 6.3.2)
        var folder = FolderNames.RequireSelectable(session, arguments.NextFolderName());
        var resync = ReadParameters(session, arguments.NextListIfAny());
        arguments.End();
        var now = folder.Snapshot();
        var selected = new SelectedFolder(folder, now, readOnly);
        foreach (var line in Describe(session, folder, now, readOnly))
        {
            await session.Writer.LineAsync(line, cancellationToken);
        }
        // With another UIDVALIDITY the client's data are not valid, and the server reports nothing about them.
        if (resync is not null && resync.UidValidity == now.UidValidity)
        {
            foreach (var line in Resync(selected, resync))
            {
                await session.Writer.LineAsync(line, cancellationToken);
            }
        }
        session.Selected = selected;
        return readOnly ? "OK [READ-ONLY] Examine completed." : "OK [READ-WRITE] Select completed.";
    }

    private static IEnumerable<string> Describe(ImapSession session, SandboxFolder folder, FolderSnapshot now, bool readOnly)
    {
        var keywords = now.Messages.SelectMany(message => message.Flags).Where(flag => !flag.StartsWith('\\'))
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);
        var flags = string.Join(' ', [SystemFlags, .. keywords]);
        yield return $"* FLAGS ({flags})";
        yield return $"* OK [PERMANENTFLAGS ({(readOnly ? "" : flags + @" \*")})] Flags permitted.";
        yield return $"* {now.Messages.Count} EXISTS";
        yield return "* 0 RECENT";
        var unseen = now.Messages.TakeWhile(message => message.Flags.Contains(@"\Seen")).Count();
        if (unseen < now.Messages.Count)
        {
            yield return $"* OK [UNSEEN {unseen + 1}] First unseen.";
        }

        yield return $"* OK [UIDVALIDITY {now.UidValidity}] UIDs valid";
        yield return $"* OK [UIDNEXT {now.UidNext}] Predicted next UID";
        if (session.Has("OBJECTID"))
        {
            yield return $"* OK [MAILBOXID ({folder.MailboxId})] Ok";
        }

        if (session.Has("CONDSTORE"))
        {
            yield return $"* OK [HIGHESTMODSEQ {now.HighestModSeq}] Highest";
        }
    }

    private static IEnumerable<string> Resync(SelectedFolder selected, KnownState known)
    {
        var all = selected.All().ToArray();
        var vanished = selected.Folder.VanishedSince(known.ModSeq)
            .Where(uid => known.Uids?.Contains(uid) ?? true).ToArray();
        if (vanished.Length > 0)
        {
            yield return $"* VANISHED (EARLIER) {SequenceSet.Format(vanished)}";
        }

        foreach (var (sequence, message) in all.Where(entry => entry.Message.ModSeq > known.ModSeq))
        {
            if (known.Uids?.Contains(message.Uid) ?? true)
            {
                yield return $"* {sequence} FETCH (UID {message.Uid} FLAGS ({message.FlagList}) MODSEQ ({message.ModSeq}))";
            }
        }
    }

    private static KnownState? ReadParameters(ImapSession session, CommandArguments parameters)
    {
        KnownState? known = null;
        while (!parameters.AtEnd)
        {
            switch (parameters.Next().Upper)
            {
                case "CONDSTORE" when session.Has("CONDSTORE"):
                    session.UsesCondstore = true;
                    break;
                case "QRESYNC" when session.UsesQresync:
                    var list = parameters.NextList();
                    if (list.Count < 2)
                    {
                        throw CommandRefusedException.Bad("QRESYNC needs UIDVALIDITY and mod-sequence");
                    }
                    // The fourth member is only for a server that has forgotten expunges; this one never does.
                    var uids = list.Count > 2 && list[2].Items is null ? SequenceSet.Parse(list[2].Text, uint.MaxValue) : null;
                    known = new KnownState(CommandArguments.Number(list[0]), CommandArguments.Number(list[1]), uids);
                    break;
                default:
                    throw CommandRefusedException.Bad("Unknown parameter, or not enabled");
            }
        }
        return known;
    }

    private sealed record KnownState(ulong UidValidity, ulong ModSeq, SequenceSet? Uids);
}
