namespace Services83.EMail.Mail.Mime;

/// <summary>
/// A message without the bodies of its large attachments: enough to show it, a small part of its bytes. <see cref="MimeReader.ReadOutline"/>
/// reads it as it reads the whole message; only the content of these attachments is missing.
/// </summary>
/// <param name="Raw">The bytes of the message without these bodies; all other bytes are unchanged.</param>
/// <param name="Sizes">The attachments without body: their section numbers (<see cref="MimePart.Path"/>) and sizes (<see
/// cref="MimePart.DecodedSize"/>).</param>
public sealed record MimeOutline(byte[] Raw, IReadOnlyDictionary<string, int> Sizes)
{
    /// <summary>Bytes of a body from which it is left out.</summary>
    public const int LargeBody = 32 * 1024;

    /// <summary>The outline of a message; null when no attachment is large, or when the rest would be read in another way without
    /// them.</summary>
    public static MimeOutline? Of(MimeMessage message) => Of(message, LargeBody);

    internal static MimeOutline? Of(MimeMessage message, int largeBody)
    {
        // The subject of a message within the message is the name of its file. A multipart without a body counts as nothing.
        var large = message.Attachments.Where(part => part.RawBody.Length >= largeBody && part.ContentType is { IsMessage: false, IsMultipart: false }).ToList();
        if (large.Count == 0)
        {
            return null;
        }

        var outline = new MimeOutline(Without(message.Raw, large), large.ToDictionary(part => part.Path, part => part.DecodedSize));
        return IsSame(message, MimeReader.ReadOutline(outline)) ? outline : null;
    }

    private static byte[] Without(ReadOnlyMemory<byte> raw, List<MimePart> large)
    {
        using var kept = new MemoryStream();
        var position = 0;
        foreach (var part in large)
        {
            kept.Write(raw.Span[position..part.BodyStart]);
            position = part.End;
        }

        kept.Write(raw.Span[position..]);
        return kept.ToArray();
    }

    /// <summary>In a damaged message a body may decide how the rest is read.</summary>
    private static bool IsSame(MimeMessage message, MimeMessage outline) =>
        message.Root.Header.Raw.Span.SequenceEqual(outline.Root.Header.Raw.Span)
        && IsSame(message.TextPart, outline.TextPart)
        && IsSame(message.HtmlPart, outline.HtmlPart)
        && message.Attachments.Count == outline.Attachments.Count
        && message.Attachments.Zip(outline.Attachments).All(pair => IsSameHeader(pair.First, pair.Second));

    private static bool IsSame(MimePart? part, MimePart? outline) => part is null || outline is null
        ? part == outline
        : IsSameHeader(part, outline) && part.RawBody.Span.SequenceEqual(outline.RawBody.Span);

    private static bool IsSameHeader(MimePart part, MimePart outline) =>
        part.Path == outline.Path && part.IsInline == outline.IsInline && part.DecodedSize == outline.DecodedSize
        && part.Header.Raw.Span.SequenceEqual(outline.Header.Raw.Span);
}
