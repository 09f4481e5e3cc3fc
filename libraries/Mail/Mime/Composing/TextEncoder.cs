using System.Buffers;
using System.Text;

namespace Services83.EMail.Mail.Mime.Composing;

/// <summary>Converts a text to the shortest form that every server transports unchanged: unencoded, quoted-printable or base64.</summary>
internal static class TextEncoder
{
    private const int LongestLine = 998;
    private const int LongestEncodedLine = 75; // and the equals sign of a soft line break

    /// <summary>The name of the encoding and the bytes, for base64 not encoded yet.</summary>
    public static (string Encoding, ComposedMessage.Segment Content) Encode(string text)
    {
        var octets = Canonical(Encoding.UTF8.GetBytes(text));
        if (IsSevenBit(octets) && !HasTroublesomeLine(octets))
        {
            return ("7bit", new(octets, IsBase64: false));
        }

        var quoted = QuotedPrintable(octets);
        return quoted.Length <= octets.Length / 3 * 4
            ? ("quoted-printable", new(quoted, IsBase64: false))
            : ("base64", new(octets, IsBase64: true));
    }

    /// <summary>The bytes with CRLF for every kind of line end; the same memory when it has no other.</summary>
    public static ReadOnlyMemory<byte> Canonical(ReadOnlyMemory<byte> octets)
    {
        if (IsCanonical(octets.Span))
        {
            return octets;
        }

        var result = new ArrayBufferWriter<byte>(octets.Length + (octets.Length / 32) + 2);
        for (var rest = octets.Span; !rest.IsEmpty;)
        {
            var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            result.Write(end < 0 ? rest : rest[..end]);
            if (end < 0)
            {
                break;
            }

            result.Write("\r\n"u8);
            rest = rest[(end + (rest[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }

        return result.WrittenMemory;
    }

    /// <summary>ASCII without NUL, in lines that SMTP can carry.</summary>
    public static bool IsSevenBit(ReadOnlyMemory<byte> octets) =>
        Ascii.IsValid(octets.Span) && HasCarriableLines(octets.Span);

    /// <summary>Lines of at most 998 bytes without NUL (RFC 2045, section 2.8).</summary>
    public static bool HasCarriableLines(ReadOnlySpan<byte> octets)
    {
        if (octets.Contains((byte)0))
        {
            return false;
        }

        while (!octets.IsEmpty)
        {
            var end = octets.IndexOf((byte)'\n');
            if ((end < 0 ? octets.Length : end - 1) > LongestLine)
            {
                return false;
            }

            octets = end < 0 ? default : octets[(end + 1)..];
        }

        return true;
    }

    private static bool IsCanonical(ReadOnlySpan<byte> octets)
    {
        while (octets.IndexOfAny((byte)'\r', (byte)'\n') is var end and >= 0)
        {
            if (!octets[end..].StartsWith("\r\n"u8))
            {
                return false;
            }

            octets = octets[(end + 2)..];
        }

        return true;
    }

    /// <summary>Mailbox files quote "From ", relays drop spaces at the end of a line.</summary>
    private static bool HasTroublesomeLine(ReadOnlyMemory<byte> octets)
    {
        var text = octets.Span;
        return text.StartsWith("From "u8) || text.IndexOf("\nFrom "u8) >= 0 || text.IndexOf(" \r\n"u8) >= 0 || text.IndexOf("\t\r\n"u8) >= 0;
    }

    private static ReadOnlyMemory<byte> QuotedPrintable(ReadOnlyMemory<byte> canonical)
    {
        var text = canonical.Span;
        var result = new ArrayBufferWriter<byte>(text.Length + (text.Length / 4) + 16);
        var column = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r')
            {
                result.Write("\r\n"u8);
                column = 0;
                i++;
                continue;
            }

            var isLiteral = IsLiteral(text, i, column);
            if (column + (isLiteral ? 1 : 3) > LongestEncodedLine)
            {
                result.Write("=\r\n"u8);
                column = 0;
                isLiteral = IsLiteral(text, i, column);
            }

            Write(result, text[i], isLiteral);
            column += isLiteral ? 1 : 3;
        }

        return result.WrittenMemory;
    }

    /// <summary>A dot or "From " at the start of a line is encoded, because some programs change them.</summary>
    private static bool IsLiteral(ReadOnlySpan<byte> text, int at, int column) => text[at] switch
    {
        (byte)'=' => false,
        (byte)' ' or (byte)'\t' => at + 1 < text.Length && text[at + 1] != '\r',
        (byte)'.' or (byte)'F' when column == 0 => text[at] == 'F' && !text[at..].StartsWith("From "u8),
        var octet => octet is >= (byte)'!' and <= (byte)'~',
    };

    private static void Write(ArrayBufferWriter<byte> target, byte octet, bool isLiteral)
    {
        const string digits = "0123456789ABCDEF";
        if (isLiteral)
        {
            target.Write([octet]);
        }
        else
        {
            target.Write([(byte)'=', (byte)digits[octet >> 4], (byte)digits[octet & 15]]);
        }
    }
}
