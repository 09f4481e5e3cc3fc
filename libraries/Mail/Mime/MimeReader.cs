namespace Services83.EMail.Mail.Mime;

/// <summary>
/// Reads Internet messages (RFC 5322, MIME). It never throws because of a message: from a broken structure it takes as much text as
/// possible, and the given bytes stay available. The time is linear in the size of the message and limited by <see cref="MimeLimits"/>.
/// </summary>
/// <remarks>
/// Results refer to the given memory, so it must not change while they are in use. They are immutable and may be shared by threads.
/// Contents are decoded on first use.
/// </remarks>
public static class MimeReader
{
    /// <summary>Reads a whole message.</summary>
    /// <param name="raw">The message; line ends may be CRLF, LF, a mixture, or CR alone.</param>
    public static MimeMessage Read(ReadOnlyMemory<byte> raw) => new(raw, new PartTreeReader(raw).Read());

    /// <summary>Reads a message without the bodies of its large attachments.</summary>
    public static MimeMessage ReadOutline(MimeOutline outline)
    {
        var message = Read(outline.Raw);
        foreach (var part in message.Attachments)
        {
            part.SizeWithoutBody = outline.Sizes.TryGetValue(part.Path, out var size) ? size : null;
        }

        return message;
    }

    /// <summary>Reads only the header of a message; everything after its blank line is ignored.</summary>
    /// <param name="raw">A header, or a message that starts with one.</param>
    public static MimeEnvelope ReadHeaders(ReadOnlyMemory<byte> raw) =>
        new(HeaderScanner.Scan(raw, start: 0, LineEnds.Of(raw.Span), new OpenBoundaries(), isMessage: true));
}
