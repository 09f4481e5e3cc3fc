using System.Text;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>A reply has a charset that is unknown.</summary>
internal sealed class ReplyTextException(string charset) : Exception($"The charset '{charset}' is unknown.")
{
    public string Charset { get; } = charset;
}

/// <summary>
/// Converts the JSON of a reply from any charset to UTF-8. A byte order mark decides; then the zero bytes that UTF-16 and UTF-32 have
/// around the first character, which is ASCII in any JSON (RFC 4627, section 3); then the charset of <c>Content-Type</c>; otherwise it is
/// UTF-8 (RFC 8259, section 8.1).
/// </summary>
internal static class ReplyText
{
    /// <summary>Ten thousand envelopes with the rights of all their fields have about three million values.</summary>
    private const long MaxValues = 5_000_000;

    private const int HeadLength = 4;

    private static readonly Encoding Utf16 = Strict(Encoding.Unicode);
    private static readonly Encoding Utf16BigEndian = Strict(Encoding.BigEndianUnicode);
    private static readonly Encoding Utf32 = Strict(Encoding.UTF32);
    private static readonly Encoding Utf32BigEndian = Strict(new UTF32Encoding(bigEndian: true, byteOrderMark: true));

    /// <returns>UTF-8; reading throws <see cref="DecoderFallbackException"/> at bytes that are not valid in the charset, and <see
    /// cref="ReplyTooLargeException"/> at more values than the limit.</returns>
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

    /// <summary>The charset that the first bytes show; null when they show none.</summary>
    private static Encoding? Shown(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
        [0, 0, 0xFE, 0xFF] or [0, 0, 0, not 0] => Utf32BigEndian,
        [0xFF, 0xFE, 0, 0] or [not 0, 0, 0, 0] => Utf32,
        [0xFE, 0xFF, ..] or [0, not 0, ..] => Utf16BigEndian,
        [0xFF, 0xFE, ..] or [not 0, 0, ..] => Utf16,
        _ => null,
    };

    /// <summary>An encoding that does not replace invalid bytes by other characters.</summary>
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
