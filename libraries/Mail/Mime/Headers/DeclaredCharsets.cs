using System.Text;
using Services83.EMail.Mail.Mime.Content;

namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>
/// What raw octets beyond ASCII in a header may be encoded in. They declare nothing themselves, but whoever wrote them used the same charset for
/// the text and for the fields that were encoded.
/// </summary>
internal static class DeclaredCharsets
{
    /// <summary>Longest charset label, with a language behind it, that is looked for.</summary>
    private const int LongestLabel = 75;

    /// <summary>The charset in the Content-Type, then that of the first encoded word; those left out whose octets would not be raw, or tell themselves.</summary>
    public static IReadOnlyList<Encoding> Of(ReadOnlySpan<byte> header, string? contentType) =>
        [.. new[] { Usable(contentType is null ? null : ContentType.Parse(contentType).Charset), OfEncodedWords(header) }.OfType<Encoding>().Distinct()];

    /// <summary>The encoding of that name if it has raw octets beyond ASCII, and other ones than UTF-8, which shows by itself.</summary>
    public static Encoding? Usable(string? charset) => Charsets.Find(charset) is { } encoding
        && (encoding.IsSingleByte || encoding.CodePage is 932 or 936 or 949 or 950 or 1361 or 51932 or 51949 or 54936)
            ? encoding
            : null;

    private static Encoding? OfEncodedWords(ReadOnlySpan<byte> header)
    {
        for (var start = header.IndexOf("=?"u8); start >= 0; start = header.IndexOf("=?"u8))
        {
            header = header[(start + 2)..];
            var label = header[..Math.Min(header.Length, LongestLabel)];
            var length = label.IndexOfAny((byte)'?', (byte)'*');
            if (length > 0 && Usable(Encoding.Latin1.GetString(label[..length])) is { } encoding)
            {
                return encoding;
            }
        }

        return null;
    }
}
