using System.Text;

namespace Services83.EMail.Mail.Pop3;

/// <summary>The first line of an answer (RFC 1939, section 3).</summary>
/// <param name="Kind">The kind of answer.</param>
/// <param name="Code">The extended code of a refusal in upper case (RFC 2449, section 8); null when there is none.</param>
/// <param name="Text">The text after it, without control characters.</param>
internal sealed record Pop3Reply(Pop3ReplyKind Kind, string? Code, string Text)
{
    public bool IsOk => Kind == Pop3ReplyKind.Ok;

    /// <summary>Null when the line is not a valid answer.</summary>
    public static Pop3Reply? Parse(ReadOnlySpan<byte> line)
    {
        var text = Clean(line);
        var (kind, rest) = text switch
        {
            _ when text.StartsWith("+OK", StringComparison.OrdinalIgnoreCase) => (Pop3ReplyKind.Ok, text[3..]),
            _ when text.StartsWith("-ERR", StringComparison.OrdinalIgnoreCase) => (Pop3ReplyKind.Refused, text[4..]),
            _ when text is ['+', ' ', ..] or "+" => (Pop3ReplyKind.Continue, text[1..]),
            _ => (Pop3ReplyKind.None, ""),
        };
        if (kind == Pop3ReplyKind.None || (rest.Length > 0 && rest[0] != ' '))
        {
            return null;
        }

        rest = rest.Trim();
        var close = kind == Pop3ReplyKind.Refused && rest.StartsWith('[') ? rest.IndexOf(']', StringComparison.Ordinal) : -1;
        return close < 0 ? new Pop3Reply(kind, null, rest) : new Pop3Reply(kind, rest[1..close].ToUpperInvariant(), rest[(close + 1)..].Trim());
    }

    /// <summary>As text that cannot forge lines in a log.</summary>
    public static string Clean(ReadOnlySpan<byte> octets)
    {
        var text = Encoding.UTF8.GetString(octets);
        return text.Any(char.IsControl) ? string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)) : text;
    }
}

internal enum Pop3ReplyKind
{
    None,
    Ok,
    Refused,

    /// <summary>The server asks for the rest of an exchange (RFC 5034).</summary>
    Continue,
}
