using System.Buffers;
using System.Text;
using Services83.EMail.Mail.Mime.Content;

namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>
/// Decodes encoded words (RFC 2047). Lenient: they may be anywhere, contain spaces, and split characters; the bytes of consecutive words in
/// one charset are therefore joined before they are decoded. Text that is not an encoded word is unchanged.
/// </summary>
internal static class EncodedWords
{
    /// <summary>Longest charset label, with a language after it, that is searched for.</summary>
    private const int LongestLabel = 75;

    public static string Decode(string text)
    {
        if (!text.Contains("=?", StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var pending = new ArrayBufferWriter<byte>();
        string? charset = null;
        var copied = 0;
        for (var start = text.IndexOf("=?", StringComparison.Ordinal); start >= 0;)
        {
            if (!TryRead(text, start, out var word))
            {
                start = text.IndexOf("=?", start + 2, StringComparison.Ordinal);
                continue;
            }

            var between = text.AsSpan(copied, start - copied);
            if (charset is null || !between.IsWhiteSpace() || !charset.Equals(word.Charset, StringComparison.OrdinalIgnoreCase))
            {
                Flush(result, pending, charset);
                if (charset is null || !between.IsWhiteSpace())
                {
                    result.Append(between);
                }
            }

            charset = word.Charset;
            word.AppendTo(pending);
            copied = word.End;
            start = text.IndexOf("=?", copied, StringComparison.Ordinal);
        }

        Flush(result, pending, charset);
        return result.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>The length of the encoded word at this position, 0 when there is none.</summary>
    public static int LengthAt(string text, int start) => TryRead(text, start, out var word) ? word.End - start : 0;

    private static void Flush(StringBuilder result, ArrayBufferWriter<byte> pending, string? charset)
    {
        if (pending.WrittenCount > 0)
        {
            result.Append(HeaderText.WithoutControls(TextDecoder.Decode(pending.WrittenSpan, charset)));
        }

        pending.ResetWrittenCount();
    }

    private static bool TryRead(string text, int start, out Word word)
    {
        word = default;
        var rest = text.AsSpan(start);
        if (!rest.StartsWith("=?"))
        {
            return false;
        }

        var label = rest[2..Math.Min(rest.Length, 2 + LongestLabel)];
        var labelLength = label.IndexOf('?');
        var content = 2 + labelLength + 3;
        if (labelLength <= 0 || content > rest.Length || rest[content - 1] != '?')
        {
            return false;
        }

        var encoding = char.ToUpperInvariant(rest[content - 2]);
        var length = ContentLength(rest[content..]);
        if (encoding is not ('B' or 'Q') || length < 0)
        {
            return false;
        }

        label = label[..labelLength];
        var star = label.IndexOf('*');
        var charset = (star < 0 ? label : label[..star]).ToString();
        var octets = Octets(text.AsSpan(start + content, length), ref charset);
        word = new Word(charset, encoding == 'B', octets, start + content + length + 2);
        return true;
    }

    /// <summary>
    /// Position of "?="; -1 when another word starts before it. So the words after a broken one are still decoded, and the search is
    /// linear.
    /// </summary>
    private static int ContentLength(ReadOnlySpan<char> rest)
    {
        for (var i = rest.IndexOf('?'); i >= 0 && i + 1 < rest.Length;)
        {
            if (rest[i + 1] == '=')
            {
                return i;
            }

            if (i > 0 && rest[i - 1] == '=')
            {
                return -1;
            }

            var next = rest[(i + 1)..].IndexOf('?');
            i = next < 0 ? -1 : i + 1 + next;
        }

        return -1;
    }

    /// <summary>
    /// The contents as bytes of the declared charset. Bytes beyond ASCII are not allowed in an encoded word; if there are any, they were
    /// decoded together with the rest of the field, as windows-1252 or as UTF-8, and are encoded back in the same way.
    /// </summary>
    private static byte[] Octets(ReadOnlySpan<char> content, ref string charset)
    {
        if (Ascii.IsValid(content) || Charsets.Find(charset) is null or { CodePage: Charsets.Utf8 })
        {
            return Encode(Encoding.UTF8, content);
        }

        var windows = Charsets.Get(Charsets.Windows1252);
        var octets = Encode(windows, content);
        if (content.SequenceEqual(windows.GetString(octets)))
        {
            return octets;
        }

        charset = "utf-8";
        return Encode(Encoding.UTF8, content);
    }

    private static byte[] Encode(Encoding encoding, ReadOnlySpan<char> content)
    {
        var octets = new byte[encoding.GetByteCount(content)];
        encoding.GetBytes(content, octets);
        return octets;
    }

    private readonly record struct Word(string Charset, bool IsBase64, byte[] Octets, int End)
    {
        public void AppendTo(ArrayBufferWriter<byte> target)
        {
            if (!IsBase64)
            {
                Octets.AsSpan().Replace((byte)'_', (byte)' ');
            }

            target.Write(IsBase64 ? Base64.Decode(Octets) : QuotedPrintable.Decode(Octets));
        }
    }
}
