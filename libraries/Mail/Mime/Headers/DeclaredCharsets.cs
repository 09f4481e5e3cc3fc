using System.Text;
using Services83.EMail.Mail.Mime.Content;

namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>
/// The charsets that raw bytes beyond ASCII in a header may have. Raw bytes have no declaration, but the program that wrote them usually
/// used the same charset for the text and for the encoded fields.
/// </summary>
internal static class DeclaredCharsets
{
    /// <summary>Longest charset label, with a language after it, that is searched for.</summary>
    private const int LongestLabel = 75;

    /// <summary>The charset in the Content-Type, then that of the first encoded word; charsets without raw bytes, or that are recognised by
    /// themselves, are left out.</summary>
    public static IReadOnlyList<Encoding> Of(ReadOnlySpan<byte> header, string? contentType) =>
        [.. new[] { Usable(contentType is null ? null : ContentType.Parse(contentType).Charset), OfEncodedWords(header) }.OfType<Encoding>().Distinct()];

    /// <summary>The encoding with that name if it has raw bytes beyond ASCII and is not UTF-8, which is recognised by itself.</summary>
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
