using System.Globalization;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>One item of a FETCH.</summary>
/// <param name="Name">FLAGS, UID and so on; BODY for a section.</param>
/// <param name="Section">The text in the brackets after BODY, in upper case; null without brackets.</param>
/// <param name="Marks">Whether fetching it sets <c>\Seen</c>.</param>
internal sealed record FetchItem(string Name, string? Section, bool Marks, int Offset, int Length)
{
    private static readonly FetchItem[] Fast = [Plain("FLAGS"), Plain("INTERNALDATE"), Plain("RFC822.SIZE")];

    /// <summary>The item's name as the response repeats it, with the offset but without the length.</summary>
    public string Label => Section is null ? Name : $"BODY[{Section}]{(Length == int.MaxValue ? "" : $"<{Offset}>")}";

    public static IEnumerable<FetchItem> Parse(ImapNode node) => node.Upper switch
    {
        "FAST" => Fast,
        "ALL" => [.. Fast, Plain("ENVELOPE")],
        "FLAGS" or "UID" or "INTERNALDATE" or "RFC822.SIZE" or "MODSEQ" or "ENVELOPE" or "EMAILID" or "X-GM-MSGID" => [Plain(node.Upper)],
        var upper when upper.StartsWith("BODY.PEEK[", StringComparison.Ordinal) => [ParseSection(upper["BODY.PEEK[".Length..], marks: false)],
        var upper when upper.StartsWith("BODY[", StringComparison.Ordinal) => [ParseSection(upper["BODY[".Length..], marks: true)],
        var other => throw CommandRefusedException.Bad($"The sandbox cannot FETCH {other}"),
    };

    /// <summary>The bytes of the section.</summary>
    public ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> raw)
    {
        var whole = MessageSection.Of(raw, Section!);
        var start = Math.Min(Offset, whole.Length);
        return whole.Slice(start, Math.Min(Length, whole.Length - start));
    }

    public static FetchItem Plain(string name) => new(name, null, false, 0, int.MaxValue);

    private static FetchItem ParseSection(string rest, bool marks)
    {
        var close = rest.IndexOf(']', StringComparison.Ordinal);
        if (close < 0 || !MessageSection.IsKnown(rest[..close]))
        {
            throw CommandRefusedException.Bad($"The sandbox cannot FETCH BODY[{rest}");
        }

        var (offset, length) = ParsePartial(rest[(close + 1)..]);
        return new FetchItem("BODY", rest[..close], marks, offset, length);
    }

    private static (int Offset, int Length) ParsePartial(string text)
    {
        if (text.Length == 0)
        {
            return (0, int.MaxValue);
        }

        var numbers = text.Trim('<', '>').Split('.');
        return text is ['<', .., '>'] && numbers.Length == 2
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0
            ? (offset, length)
            : throw CommandRefusedException.Bad("Invalid partial");
    }
}
