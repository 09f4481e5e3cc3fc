using System.Globalization;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>SEARCH and UID SEARCH with the keys that synchronising clients use.</summary>
internal static class SearchCommand
{
    private delegate bool Criterion(uint sequence, SandboxMessage message);

    public static Task<string> BySequenceAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        RunAsync(session, arguments, byUid: false, cancellationToken);

    public static Task<string> ByUidAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken) =>
        RunAsync(session, arguments, byUid: true, cancellationToken);

    private static async Task<string> RunAsync(
        ImapSession session, CommandArguments arguments, bool byUid, CancellationToken cancellationToken)
    {
        if (arguments.Peek is { Items: null } first && first.Upper == "CHARSET")
        {
            arguments.Next();
            arguments.Next();
        }
        var criterion = ReadAll(session, arguments);
        var found = session.Selected!.All().Where(entry => criterion(entry.Sequence, entry.Message))
            .Select(entry => byUid ? entry.Message.Uid : entry.Sequence);
        await session.Writer.LineAsync(string.Join(' ', ["* SEARCH", .. found.Select(number => $"{number}")]), cancellationToken);
        return "OK Search completed.";
    }

    private static Criterion ReadAll(ImapSession session, CommandArguments keys)
    {
        if (keys.AtEnd)
        {
            throw CommandRefusedException.Bad("Missing search key");
        }

        var criteria = new List<Criterion>();
        while (!keys.AtEnd)
        {
            criteria.Add(ReadOne(session, keys));
        }

        return (sequence, message) => criteria.TrueForAll(criterion => criterion(sequence, message));
    }

    private static Criterion ReadOne(ImapSession session, CommandArguments keys)
    {
        var node = keys.Next();
        if (node.Items is not null)
        {
            return ReadAll(session, new CommandArguments(node.Items));
        }

        switch (node.Upper)
        {
            case "ALL":
                return (_, _) => true;
            case "SEEN" or "ANSWERED" or "FLAGGED" or "DELETED" or "DRAFT":
                return (_, message) => message.Flags.Contains('\\' + node.Text);
            case "UNSEEN" or "UNANSWERED" or "UNFLAGGED" or "UNDELETED" or "UNDRAFT":
                return (_, message) => !message.Flags.Contains('\\' + node.Text[2..]);
            case "KEYWORD":
                return HasFlag(keys.NextText());
            case "UNKEYWORD":
                return Not(HasFlag(keys.NextText()));
            case "NOT":
                return Not(ReadOne(session, keys));
            case "OR":
                Criterion one = ReadOne(session, keys), other = ReadOne(session, keys);
                return (sequence, message) => one(sequence, message) || other(sequence, message);
            case "SINCE":
                var since = ReadDate(keys);
                return (_, message) => DateOnly.FromDateTime(message.InternalDate.DateTime) >= since;
            case "BEFORE":
                var before = ReadDate(keys);
                return (_, message) => DateOnly.FromDateTime(message.InternalDate.DateTime) < before;
            case "HEADER":
                return HeaderContains(keys.NextText(), keys.NextText());
            case "SUBJECT" or "FROM" or "TO" or "CC":
                return HeaderContains(node.Text, keys.NextText());
            case "MODSEQ" when session.Has("CONDSTORE"):
                var modSeq = CommandArguments.Number(keys.Next());
                return (_, message) => message.ModSeq >= modSeq;
            case "UID":
                return IsIn(session, keys.NextText(), byUid: true);
            default:
                return char.IsAsciiDigit(node.Text[0]) || node.Text[0] == '*'
                    ? IsIn(session, node.Text, byUid: false)
                    : throw CommandRefusedException.Bad($"The sandbox cannot SEARCH {node.Upper}");
        }
    }

    private static Criterion HasFlag(string flag) => (_, message) => message.Flags.Contains(flag);

    private static Criterion Not(Criterion criterion) => (sequence, message) => !criterion(sequence, message);

    /// <summary>An empty text only tests whether the field exists.</summary>
    private static Criterion HeaderContains(string field, string text) => (_, message) =>
        MessageSection.Field(message.Raw, field)?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false;

    private static Criterion IsIn(ImapSession session, string set, bool byUid)
    {
        var uids = session.Selected!.Resolve(set, byUid).Select(entry => entry.Message.Uid).ToHashSet();
        return (_, message) => uids.Contains(message.Uid);
    }

    private static DateOnly ReadDate(CommandArguments keys) =>
        DateOnly.TryParseExact(keys.NextText(), "d-MMM-yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw CommandRefusedException.Bad("Invalid date");
}
