using System.Globalization;
using System.Text;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>FETCH and UID FETCH with CHANGEDSINCE and VANISHED (RFC 7162).</summary>
internal static class FetchCommand
{
    public static Task<string> BySequenceAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        RunAsync(session, arguments, byUid: false, cancellationToken);

    public static Task<string> ByUidAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        RunAsync(session, arguments, byUid: true, cancellationToken);

    private static async Task<string> RunAsync(
        ImapSession session, CommandArguments arguments, bool byUid, CancellationToken cancellationToken)
    {
        var set = arguments.NextText();
        var node = arguments.Next();
        var items = (node.Items ?? [node]).SelectMany(FetchItem.Parse).ToList();
        var modifiers = ReadModifiers(session, arguments.NextListIfAny(), byUid);
        arguments.End();
        if (byUid && items.TrueForAll(item => item.Name != "UID"))
        {
            items.Insert(0, FetchItem.Plain("UID"));
        }

        if (modifiers.ChangedSince is not null && items.TrueForAll(item => item.Name != "MODSEQ"))
        {
            items.Add(FetchItem.Plain("MODSEQ"));
        }

        if (items.Exists(item => item.Name == "MODSEQ"))
        {
            session.UsesCondstore = session.Has("CONDSTORE") ? true : throw CommandRefusedException.Bad("MODSEQ is not supported");
        }

        if (items.Exists(item => item.Name == "EMAILID") && !session.Has("OBJECTID"))
        {
            throw CommandRefusedException.Bad("EMAILID is not supported");
        }

        if (items.Exists(item => item.Name == "X-GM-MSGID") && !session.Has("X-GM-EXT-1"))
        {
            throw CommandRefusedException.Bad("X-GM-MSGID is not supported");
        }

        var selected = session.Selected!;
        if (modifiers.Vanished)
        {
            await WriteVanishedAsync(session, set, modifiers.ChangedSince!.Value, cancellationToken);
        }

        foreach (var (sequence, message) in selected.Resolve(set, byUid).Where(entry => !(entry.Message.ModSeq <= modifiers.ChangedSince)))
        {
            await WriteMessageAsync(session, sequence, message, items, cancellationToken);
        }

        return "OK Fetch completed.";
    }

    private static async Task WriteVanishedAsync(ImapSession session, string set, ulong since, CancellationToken cancellationToken)
    {
        var wanted = SequenceSet.Parse(set, uint.MaxValue);
        var vanished = session.Selected!.Folder.VanishedSince(since).Where(wanted.Contains).ToArray();
        if (vanished.Length > 0)
        {
            await session.Writer.LineAsync($"* VANISHED (EARLIER) {SequenceSet.Format(vanished)}", cancellationToken);
        }
    }

    private static async Task WriteMessageAsync(
        ImapSession session, uint sequence, SandboxMessage message, List<FetchItem> items, CancellationToken cancellationToken)
    {
        var selected = session.Selected!;
        var marks = !selected.IsReadOnly && items.Exists(item => item.Marks) && !message.Flags.Contains(@"\Seen");
        if (marks)
        {
            selected.Folder.SetFlags(message.Uid, message.Flags.Add(@"\Seen"));
            message = selected.Folder.Find(message.Uid) ?? message;
            selected.Acknowledge(message);
        }
        var line = new StringBuilder($"* {sequence} FETCH (");
        // A change of flags is always reported, with its mod-sequence to clients that use them.
        FetchItem[] told = !marks ? [] : session.UsesCondstore ? [FetchItem.Plain("FLAGS"), FetchItem.Plain("MODSEQ")] : [FetchItem.Plain("FLAGS")];
        var separator = "";
        foreach (var item in items.Union(told))
        {
            line.Append(separator).Append(item.Label).Append(' ');
            separator = " ";
            if (item.Section is null)
            {
                line.Append(Value(item.Name, message));
                continue;
            }
            await session.Writer.LiteralAsync(line.ToString(), item.Cut(message.Raw), cancellationToken);
            line.Clear();
        }
        await session.Writer.LineAsync(line.Append(')').ToString(), cancellationToken);
    }

    private static string Value(string name, SandboxMessage message) => name switch
    {
        "UID" => $"{message.Uid}",
        "FLAGS" => $"({message.FlagList})",
        "RFC822.SIZE" => $"{message.Raw.Length}",
        "MODSEQ" => $"({message.ModSeq})",
        "INTERNALDATE" => FormattableString.Invariant($"\"{message.InternalDate,2:%d}-{message.InternalDate:MMM-yyyy HH:mm:ss} {Zone(message.InternalDate.Offset)}\""),
        "EMAILID" => $"({message.EmailId})",
        "X-GM-MSGID" => $"{message.GmailId}",
        "ENVELOPE" => Envelope.Of(message.Raw),
        _ => throw CommandRefusedException.Bad($"The sandbox cannot FETCH {name}"),
    };

    private static string Zone(TimeSpan offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hhmm}");

    private static (ulong? ChangedSince, bool Vanished) ReadModifiers(ImapSession session, CommandArguments modifiers, bool byUid)
    {
        ulong? changedSince = null;
        var vanished = false;
        while (!modifiers.AtEnd)
        {
            switch (modifiers.Next().Upper)
            {
                case "CHANGEDSINCE" when session.Has("CONDSTORE"):
                    changedSince = CommandArguments.Number(modifiers.Next());
                    session.UsesCondstore = true;
                    break;
                case "VANISHED" when session.UsesQresync && byUid:
                    vanished = true;
                    break;
                default:
                    throw CommandRefusedException.Bad("Unknown FETCH modifier, or not enabled");
            }
        }
        return vanished && changedSince is null ? throw CommandRefusedException.Bad("VANISHED needs CHANGEDSINCE") : (changedSince, vanished);
    }
}
