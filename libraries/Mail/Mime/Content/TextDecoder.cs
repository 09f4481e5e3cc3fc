using System.Text;
using System.Text.Unicode;

namespace Services83.EMail.Mail.Mime.Content;

/// <summary>
/// Decodes bytes to text without ever failing: by the declared charset; else by a byte order mark; else as UTF-8 if it is valid; else as
/// windows-1252. Declared UTF-8 that is mostly not UTF-8 counts as undeclared.
/// </summary>
internal static class TextDecoder
{
    public static string Decode(ReadOnlySpan<byte> octets, string? charset)
    {
        var declared = Charsets.Find(charset);
        if (declared is { CodePage: 1200 or 1201 or 12000 or 12001 })
        {
            declared = ByMark(octets) ?? declared;
        }

        var encoding = declared is null or { CodePage: Charsets.Utf8 } ? Guess(octets, declared) : declared;
        var text = encoding.GetString(octets);
        return text.StartsWith('\uFEFF') ? text[1..] : text;
    }

    /// <summary>
    /// Decodes bytes without a declared charset, by the charsets that are declared near them. Valid UTF-8 is nearly always UTF-8 and takes
    /// precedence. There is one exception: if each of its characters has two bytes and none is part of a word with Latin letters, it may be
    /// a few characters of an East Asian charset (not of Shift_JIS, which has no such bytes). A charset is not used if the result has
    /// characters in its private area.
    /// </summary>
    /// <param name="octets">Bytes, some of them beyond ASCII.</param>
    /// <param name="declared">The likeliest first; the first one in which the bytes are valid is used.</param>
    public static string DecodeUndeclared(ReadOnlySpan<byte> octets, IEnumerable<Encoding> declared)
    {
        var isUtf8 = Utf8.IsValid(octets);
        if (isUtf8 && (octets.ContainsAnyInRange((byte)0xE0, (byte)0xF4) || TouchesLetter(octets)))
        {
            return Decode(octets, charset: null);
        }

        foreach (var encoding in declared)
        {
            if (isUtf8 && (encoding.IsSingleByte || encoding.CodePage == Charsets.ShiftJis))
            {
                continue;
            }

            var text = encoding.GetString(octets);
            if (!text.AsSpan().ContainsAnyInRange('\uE000', '\uF8FF') && !text.Contains('\uFFFD'))
            {
                return text;
            }
        }

        return Decode(octets, charset: null);
    }

    /// <summary>Whether an ASCII letter and a byte beyond ASCII are side by side.</summary>
    private static bool TouchesLetter(ReadOnlySpan<byte> octets)
    {
        for (var i = 1; i < octets.Length; i++)
        {
            var (low, high) = (Math.Min(octets[i - 1], octets[i]), Math.Max(octets[i - 1], octets[i]));
            if (high > 127 && char.IsAsciiLetter((char)low))
            {
                return true;
            }
        }

        return false;
    }

    private static Encoding Guess(ReadOnlySpan<byte> octets, Encoding? declared)
    {
        if (declared is null && ByMark(octets) is { } marked)
        {
            return marked;
        }

        return Utf8.IsValid(octets) || (declared is not null && IsMostlyUtf8(octets)) ? Encoding.UTF8 : Charsets.Get(Charsets.Windows1252);
    }

    private static Encoding? ByMark(ReadOnlySpan<byte> octets) => octets switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
        [0xFF, 0xFE, 0, 0, ..] => Charsets.Get(12000),
        [0xFF, 0xFE, ..] => Charsets.Get(1200),
        [0xFE, 0xFF, ..] => Charsets.Get(1201),
        _ => null,
    };

    /// <summary>Text of another charset is hardly ever a valid sequence, so a few valid sequences prove that the rest is damaged
    /// UTF-8.</summary>
    private static bool IsMostlyUtf8(ReadOnlySpan<byte> octets)
    {
        var good = 0;
        var bad = 0;
        while (!octets.IsEmpty)
        {
            var ascii = octets.IndexOfAnyExceptInRange((byte)0, (byte)127);
            if (ascii < 0)
            {
                break;
            }

            octets = octets[ascii..];
            var status = Rune.DecodeFromUtf8(octets, out _, out var consumed);
            if (status == System.Buffers.OperationStatus.Done)
            {
                good++;
            }
            else
            {
                bad++;
            }

            octets = octets[consumed..];
        }

        return good * 4 >= bad;
    }
}
