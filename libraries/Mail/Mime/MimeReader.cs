namespace Services83.EMail.Mail.Mime;

/// <summary>
/// Reads Internet messages (RFC 5322, MIME). Nothing in a message makes it throw: broken structure becomes the best text there is,
/// and the bytes that were given stay reachable. The cost is linear in the size of the message and bounded by <see cref="MimeLimits"/>.
/// </summary>
/// <remarks>
/// Results refer to the given memory, so it must not change while they are in use. They are immutable and may be shared by threads.
/// Contents are decoded when asked for.
/// </remarks>
public static class MimeReader
{
    /// <summary>Reads a whole message.</summary>
    /// <param name="raw">The message; line ends may be CRLF, LF, a mixture, or CR alone.</param>
    public static MimeMessage Read(ReadOnlyMemory<byte> raw) => new(raw, new PartTreeReader(raw).Read());

    /// <summary>Reads the header of a message only; what follows its blank line is not looked at.</summary>
    /// <param name="raw">A header, or a message that starts with one.</param>
    public static MimeEnvelope ReadHeaders(ReadOnlyMemory<byte> raw) =>
        new(HeaderScanner.Scan(raw, start: 0, LineEnds.Of(raw.Span), new OpenBoundaries(), isMessage: true));
}
