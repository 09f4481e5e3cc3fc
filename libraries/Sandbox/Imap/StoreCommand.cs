using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>STORE and UID STORE with UNCHANGEDSINCE (RFC 7162).</summary>
internal static class StoreCommand
{
    public static Task<string> BySequenceAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        RunAsync(session, arguments, byUid: false, cancellationToken);

    public static Task<string> ByUidAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        RunAsync(session, arguments, byUid: true, cancellationToken);

    private static async Task<string> RunAsync(
        ImapSession session, CommandArguments arguments, bool byUid, CancellationToken cancellationToken)
    {
        var set = arguments.NextText();
        var unchangedSince = ReadUnchangedSince(session, arguments.NextListIfAny());
        var action = arguments.Next().Upper;
        var flags = arguments.NextListOrRest().Select(node => node.Text).ToArray();
        var silent = action.EndsWith(".SILENT", StringComparison.Ordinal);
        if (silent)
        {
            action = action[..^".SILENT".Length];
        }

        var selected = session.Selected!;
        if (selected.IsReadOnly)
        {
            throw CommandRefusedException.No("[READ-ONLY] Mailbox is read-only");
        }

        var conflicts = new List<uint>();
        foreach (var (sequence, message) in selected.Resolve(set, byUid))
        {
            if (message.ModSeq > unchangedSince)
            {
                conflicts.Add(byUid ? message.Uid : sequence);
                continue;
            }
            selected.Folder.SetFlags(message.Uid, Apply(message, action, flags));
            if (selected.Folder.Find(message.Uid) is { } changed)
            {
                await AnswerAsync(session, sequence, changed, byUid, silent, cancellationToken);
            }
        }
        // A conflict is not a failure of the command: the tagged reply is OK, as with Dovecot and Cyrus.
        return conflicts.Count == 0 ? "OK Store completed." : $"OK [MODIFIED {SequenceSet.Format(conflicts)}] Conditional store failed.";
    }

    private static async Task AnswerAsync(
        ImapSession session, uint sequence, SandboxMessage message, bool byUid, bool silent, CancellationToken cancellationToken)
    {
        session.Selected!.Acknowledge(message);
        var items = new List<string>();
        if (byUid)
        {
            items.Add($"UID {message.Uid}");
        }

        if (!silent)
        {
            items.Add($"FLAGS ({message.FlagList})");
        }

        if (session.UsesCondstore)
        {
            items.Add($"MODSEQ ({message.ModSeq})");
        }
        // A silent STORE reports nothing, except the new mod-sequence to clients that use them.
        if (!silent || session.UsesCondstore)
        {
            await session.Writer.LineAsync($"* {sequence} FETCH ({string.Join(' ', items)})", cancellationToken);
        }
    }

    private static IEnumerable<string> Apply(SandboxMessage message, string action, string[] flags) => action switch
    {
        "FLAGS" => flags,
        "+FLAGS" => message.Flags.Union(flags),
        "-FLAGS" => message.Flags.Except(flags),
        _ => throw CommandRefusedException.Bad("Unknown STORE action"),
    };

    private static ulong? ReadUnchangedSince(ImapSession session, CommandArguments modifiers)
    {
        if (modifiers.AtEnd)
        {
            return null;
        }

        if (modifiers.Next().Upper != "UNCHANGEDSINCE" || !session.Has("CONDSTORE"))
        {
            throw CommandRefusedException.Bad("Unknown STORE modifier");
        }

        session.UsesCondstore = true;
        return CommandArguments.Number(modifiers.Next());
    }
}
