using System.Buffers;
using System.Text;

namespace Services83.EMail.Mail.Mime.Composing;

/// <summary>Makes encoded words (RFC 2047) from text, in UTF-8, by B or Q, whichever is shorter. No character is split.</summary>
internal static class EncodedWordWriter
{
    /// <summary>Shorter than the allowed 75, so that a word fits after most field names.</summary>
    private const int LongestWord = 64;
    private const int Frame = 12; // =?utf-8?Q?…?=
    private const int LongestContent = LongestWord - Frame;

    /// <summary>Characters that need no encoding anywhere in an encoded word, even in names before addresses (section 5 (3)).</summary>
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/"u8);

    /// <summary>The words of a text; white space must be written between them, which readers drop.</summary>
    public static IEnumerable<string> Encode(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        var useQ = octets.Sum(QLength) <= (octets.Length + 2) / 3 * 4;
        var word = new ArrayBufferWriter<byte>();
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var buffer = new byte[4];
            var character = buffer.AsMemory(0, rune.EncodeToUtf8(buffer));
            var added = useQ ? QLength(character.Span) : character.Length;
            if (length + added > (useQ ? LongestContent : LongestContent / 4 * 3))
            {
                yield return Word(word.WrittenSpan, useQ);
                word.ResetWrittenCount();
                length = 0;
            }

            word.Write(character.Span);
            length += added;
        }

        if (length > 0)
        {
            yield return Word(word.WrittenSpan, useQ);
        }
    }

    private static string Word(ReadOnlySpan<byte> octets, bool useQ)
    {
        if (!useQ)
        {
            return $"=?utf-8?B?{Convert.ToBase64String(octets)}?=";
        }

        var text = new StringBuilder("=?utf-8?Q?");
        foreach (var octet in octets)
        {
            if (octet == ' ')
            {
                text.Append('_');
            }
            else if (Plain.Contains(octet))
            {
                text.Append((char)octet);
            }
            else
            {
                text.Append('=').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return text.Append("?=").ToString();
    }

    private static int QLength(byte octet) => octet == ' ' || Plain.Contains(octet) ? 1 : 3;

    private static int QLength(ReadOnlySpan<byte> octets)
    {
        var length = 0;
        foreach (var octet in octets)
        {
            length += QLength(octet);
        }

        return length;
    }
}
