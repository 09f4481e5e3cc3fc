namespace Services83.EMail.Mail.Mime;

/// <summary>Removes the attachments from a message. All other bytes are unchanged, boundaries included.</summary>
internal sealed class AttachmentCutter
{
    private static readonly byte[] EmptyPart = "\r\n"u8.ToArray();

    private readonly HashSet<MimePart> _attachments;

    private AttachmentCutter(MimeMessage message) => _attachments = [.. message.Attachments];

    public static byte[] Cut(MimeMessage message)
    {
        var raw = message.Raw;
        var root = message.Root;
        if (new AttachmentCutter(message).Keep(root) is { } kept)
        {
            return Join(kept.Select(piece => raw[piece]));
        }

        // Only attachments: a multipart keeps one empty part, anything else keeps only the header.
        return root.Children.Count > 0
            ? Join([raw[..root.Children[0].Start], EmptyPart, raw[root.Children[^1].End..]])
            : raw[..root.BodyStart].ToArray();
    }

    /// <summary>The remaining bytes of a part; null when there are none.</summary>
    private List<Range>? Keep(MimePart part)
    {
        if (!part.HasDelimiter || part.Children.Count == 0)
        {
            return _attachments.Contains(part) ? null : [part.Start..part.End];
        }

        List<Range> kept = [part.Start..part.Children[0].Start];
        var beginning = kept.Count;
        for (var i = 0; i < part.Children.Count; i++)
        {
            if (Keep(part.Children[i]) is not { } child)
            {
                continue;
            }

            if (kept.Count > beginning)
            {
                kept.Add(Between(part.Children[i - 1].End, part.Children[i].Start));
            }

            kept.AddRange(child);
        }

        if (kept.Count == beginning)
        {
            return null;
        }

        kept.Add(Between(part.Children[^1].End, part.End));
        return kept;
    }

    private static Range Between(int start, int end) => start..Math.Max(start, end);

    private static byte[] Join(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        using var joined = new MemoryStream();
        foreach (var piece in pieces)
        {
            joined.Write(piece.Span);
        }

        return joined.ToArray();
    }
}
