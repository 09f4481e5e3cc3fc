using System.Text;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>A reply is written in characters that cannot be read here.</summary>
internal sealed class ReplyTextException(string charset) : Exception($"The charset '{charset}' is not known.")
{
    public string Charset { get; } = charset;
}

/// <summary>
/// Turns the JSON of a reply into UTF-8, whatever it is written in. A byte order mark decides; then the zero octets that UTF-16 and
/// UTF-32 have around the first character, which is ASCII in any JSON (RFC 4627, section 3); then the charset of <c>Content-Type</c>;
/// without one it is UTF-8 (RFC 8259, section 8.1).
/// </summary>
internal static class ReplyText
{
    /// <summary>Ten thousand envelopes with the rights of all their fields are about three million.</summary>
    private const long MaxValues = 5_000_000;

    private const int HeadLength = 4;

    private static readonly Encoding Utf16 = Strict(Encoding.Unicode);
    private static readonly Encoding Utf16BigEndian = Strict(Encoding.BigEndianUnicode);
    private static readonly Encoding Utf32 = Strict(Encoding.UTF32);
    private static readonly Encoding Utf32BigEndian = Strict(new UTF32Encoding(bigEndian: true, byteOrderMark: true));

    /// <returns>UTF-8; reading throws <see cref="DecoderFallbackException"/> at octets that are not in the charset, and
    /// <see cref="ReplyTooLargeException"/> at more values than any answer has.</returns>
    /// <exception cref="ReplyTextException">There is no such charset.</exception>
    public static async Task<Stream> OpenAsync(HttpContent content, Stream body, CancellationToken cancellationToken)
    {
        var head = new byte[HeadLength];
        var length = await body.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, cancellationToken);
        var whole = new HeadedStream(head.AsMemory(0, length), body);
        var encoding = Shown(head.AsSpan(0, length)) ?? Named(content.Headers.ContentType?.CharSet);
        return new ValueLimitStream(
            encoding is UTF8Encoding ? whole : Encoding.CreateTranscodingStream(whole, encoding, Encoding.UTF8), MaxValues);
    }

    /// <summary>What the first octets give away; null when nothing.</summary>
    private static Encoding? Shown(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
        [0, 0, 0xFE, 0xFF] or [0, 0, 0, not 0] => Utf32BigEndian,
        [0xFF, 0xFE, 0, 0] or [not 0, 0, 0, 0] => Utf32,
        [0xFE, 0xFF, ..] or [0, not 0, ..] => Utf16BigEndian,
        [0xFF, 0xFE, ..] or [not 0, 0, ..] => Utf16,
        _ => null,
    };

    /// <summary>One that does not put other characters in the place of octets that it cannot read.</summary>
    private static Encoding Strict(Encoding encoding) =>
        CodePagesEncodingProvider.Instance.GetEncoding(encoding.CodePage, EncoderFallback.ReplacementFallback, DecoderFallback.ExceptionFallback)
        ?? Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ReplacementFallback, DecoderFallback.ExceptionFallback);

    private static Encoding Named(string? charset)
    {
        var name = charset?.Trim('"', '\'', ' ') ?? "";
        if (name.Length == 0 || name.Equals("utf8", StringComparison.OrdinalIgnoreCase))
        {
            return Encoding.UTF8;
        }

        try
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
            return encoding is UTF8Encoding ? encoding : Strict(encoding);
        }
        catch (ArgumentException)
        {
            throw new ReplyTextException(name);
        }
    }
}
