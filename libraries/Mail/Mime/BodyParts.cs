namespace Services83.EMail.Mail.Mime;

/// <summary>Which parts are the texts of a message, and which are attachments.</summary>
internal sealed class BodyParts
{
    private readonly List<MimePart> _attachments = [];
    private MimePart? _undivided;

    private BodyParts()
    {
    }

    public MimePart? Text { get; private set; }

    public MimePart? Html { get; private set; }

    public IReadOnlyList<MimePart> Attachments => _attachments;

    public static BodyParts Of(MimePart root)
    {
        var body = new BodyParts();
        body.Add(root);
        body.SettleForUndivided();
        return body;
    }

    private void Add(MimePart part)
    {
        if (part.HasDelimiter)
        {
            foreach (var child in part.Children)
            {
                Add(child);
            }
        }
        else if (!HoldsNothing(part))
        {
            AddSingle(part);
        }
    }

    private void AddSingle(MimePart part)
    {
        if (Text is null && CanBeText(part))
        {
            Text = part;
        }
        else if (Html is null && CanBeHtml(part))
        {
            Html = part;
        }
        else
        {
            _attachments.Add(part);
            if (part.ContentType.IsMultipart)
            {
                _undivided ??= part;
            }
        }
    }

    /// <summary>A multipart without delimiters is better than no text at all.</summary>
    private void SettleForUndivided()
    {
        if (Text is null && _undivided is { } part && _attachments.Remove(part))
        {
            Text = part;
        }
    }

    /// <summary>The empty part between two consecutive delimiters, and a nested multipart that has only a header.</summary>
    private static bool HoldsNothing(MimePart part) => part.Parent is not null
        && (part.Raw.IsEmpty || (part.ContentType.IsMultipart && part.RawBody.Span.Trim(" \t\r\n"u8).IsEmpty));

    private static bool CanBeText(MimePart part) =>
        (part.Parent is null && part.ContentType.IsMultipart) || (part.ContentType is { Type: "text", Subtype: "plain" } && IsBody(part));

    private static bool CanBeHtml(MimePart part) => part.ContentType is { Type: "text", Subtype: "html" } && IsBody(part);

    /// <summary>
    /// A text with a file name is an attachment unless it is the whole message. A name in the Content-Type alone is ignored: some programs
    /// name their text so.
    /// </summary>
    private static bool IsBody(MimePart part) => part.Disposition is not { } disposition
        || (!disposition.IsAttachment && (part.Parent is null || !disposition.Parameters.ContainsKey("filename")));
}
