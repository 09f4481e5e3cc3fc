namespace Services83.EMail.Mail.Mime;

/// <summary>A message: its envelope, its text and its parts.</summary>
public sealed class MimeMessage : MimeEnvelope
{
    private BodyParts? _body;
    private string? _text;
    private string? _html;

    internal MimeMessage(ReadOnlyMemory<byte> raw, MimePart root) : base(root.Header)
    {
        Raw = raw;
        Root = root;
    }

    /// <summary>The bytes that the message was read from, unchanged.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The tree of parts. A message that is not a multipart has this one part.</summary>
    public MimePart Root { get; }

    /// <summary>
    /// The plain text with the line ends of the message; null when there is none. It is never made from <see cref="HtmlBody"/>. A multipart
    /// without any part counts as plain text.
    /// </summary>
    public string? TextBody => _text ??= Body.Text?.DecodeText();

    /// <summary>The HTML text; null when there is none.</summary>
    public string? HtmlBody => _html ??= Body.Html?.DecodeText();

    /// <summary>
    /// Every part that holds content and is not one of the two texts, in the order of the message: files, inline images,
    /// messages within the message, calendar parts, signatures, TNEF, further texts.
    /// </summary>
    public IReadOnlyList<MimePart> Attachments => Body.Attachments;

    /// <summary>The bytes of the message without <see cref="Attachments"/>; all other bytes are unchanged.</summary>
    public byte[] WithoutAttachments() => AttachmentCutter.Cut(this);

    /// <summary>The bytes of a message with the header of this one, and a part of it as its only content.</summary>
    public byte[] OnlyWith(MimePart part) => PartExtractor.Extract(this, part);

    internal MimePart? TextPart => Body.Text;

    internal MimePart? HtmlPart => Body.Html;

    private BodyParts Body => _body ??= BodyParts.Of(Root);
}
