using System.Buffers.Text;
using System.Text;

namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>The <c>{length}</c> that ends a line when a literal follows (RFC 3501, 4.3; RFC 7888; RFC 3516).</summary>
internal static class LiteralAnnouncement
{
    private static readonly string[] StatusWords = ["OK", "NO", "BAD", "BYE", "PREAUTH"];

    /// <summary>Lines that end in text for people: there "{5}" does not announce a literal.</summary>
    public static bool IsFreeText(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("+"u8))
        {
            return true;
        }

        var space = line.IndexOf((byte)' ');
        if (space < 0)
        {
            return false;
        }

        var word = line[(space + 1)..];
        var end = word.IndexOf((byte)' ');
        if (end >= 0)
        {
            word = word[..end];
        }

        foreach (var status in StatusWords)
        {
            if (Ascii.EqualsIgnoreCase(word, status))
            {
                return true;
            }
        }
        return false;
    }

    public static bool TryRead(ReadOnlySpan<byte> line, out long length)
    {
        length = 0;
        if (!line.EndsWith("}"u8))
        {
            return false;
        }

        var open = line.LastIndexOf((byte)'{');
        if (open < 0)
        {
            return false;
        }

        var digits = line[(open + 1)..^1];
        if (digits.EndsWith("+"u8))
        {
            digits = digits[..^1];
        }

        if (!Utf8Parser.TryParse(digits, out ulong value, out var used) || used != digits.Length || used == 0 || digits[0] is (byte)'+')
        {
            return false;
        }

        if (value > long.MaxValue)
        {
            throw new ImapProtocolException("The server announced a literal of impossible length.");
        }

        var before = open > 0 && line[open - 1] == '~' ? open - 1 : open;
        if (before > 0 && line[before - 1] is not ((byte)' ' or (byte)'('))
        {
            return false;
        }

        length = (long)value;
        return true;
    }
}
