using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>STATUS, also as part of LIST.</summary>
internal static class StatusCommand
{
    public static async Task<string> RunAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        var folder = FolderNames.RequireSelectable(session, arguments.NextFolderName());
        var items = ReadItems(arguments.NextList());
        arguments.End();
        await session.Writer.LineAsync(Line(session, folder, items), cancellationToken);
        return "OK Status completed.";
    }

    public static IReadOnlyList<string> ReadItems(IReadOnlyList<ImapNode> nodes) => [.. nodes.Select(node => node.Upper)];

    public static string Line(ImapSession session, SandboxFolder folder, IReadOnlyList<string> items)
    {
        var now = folder.Snapshot();
        var values = items.Select(item => $"{item} {Value(session, folder, now, item)}");
        return $"* STATUS {FolderNames.Quote(folder.Name)} ({string.Join(' ', values)})";
    }

    private static string Value(ImapSession session, SandboxFolder folder, FolderSnapshot now, string item)
    {
        switch (item)
        {
            case "MESSAGES":
                return $"{now.Messages.Count}";
            case "UIDNEXT":
                return $"{now.UidNext}";
            case "UIDVALIDITY":
                return $"{now.UidValidity}";
            case "UNSEEN":
                return $"{now.Messages.Count(message => !message.Flags.Contains(@"\Seen"))}";
            case "RECENT":
                return "0";
            case "HIGHESTMODSEQ" when session.Has("CONDSTORE"):
                session.UsesCondstore = true;
                return $"{now.HighestModSeq}";
            case "MAILBOXID" when session.Has("OBJECTID"):
                return $"({folder.MailboxId})";
            default:
                throw CommandRefusedException.Bad($"Unknown STATUS item {item}");
        }
    }
}
