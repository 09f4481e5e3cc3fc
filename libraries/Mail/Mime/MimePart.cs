using System.Globalization;
using Services83.EMail.Mail.Mime.Content;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime;

/// <summary>One node in the tree of a message's parts.</summary>
public sealed class MimePart
{
    private readonly int _depth;
    private readonly ReadOnlyMemory<byte> _source;
    private readonly int _start;
    private readonly int _bodyStart;
    private readonly int _index;
    private readonly List<MimePart> _children = [];
    private int _end;
    private ContentDisposition? _disposition;

    /// <summary>Opens a part; <see cref="Close"/> sets its end.</summary>
    internal MimePart(ReadOnlyMemory<byte> source, int start, HeaderBlock header, MimePart? parent)
    {
        _source = source;
        _start = start;
        _bodyStart = header.BodyStart;
        _end = source.Length;
        _depth = parent is null ? 0 : parent._depth + 1;
        Header = header;
        Parent = parent;
        ContentType = header.First("Content-Type") is { } field ? ContentType.Parse(field.Unfolded) : DefaultType(parent);
        if (parent is null)
        {
            return;
        }

        parent._children.Add(this);
        _index = parent._children.Count;
    }

    /// <summary>The multipart that contains this part; null for the root.</summary>
    public MimePart? Parent { get; }

    /// <summary>The parts of a multipart; empty for others.</summary>
    public IReadOnlyList<MimePart> Children => _children;

    /// <summary>
    /// The section number of this part in IMAP (RFC 9051, section 6.4.5): <c>1</c>, <c>2.1</c>.
    /// Empty for a root that is a multipart.
    /// </summary>
    public string Path => Parent switch
    {
        null when ContentType.IsMultipart => "",
        null => "1",
        _ => Join(Parent.Path, _index),
    };

    /// <summary>The fields of this part in their order.</summary>
    public IReadOnlyList<MimeHeader> Headers => Header.All;

    /// <summary>The declared type; text/plain, or message/rfc822 in a digest, when there is none.</summary>
    public ContentType ContentType { get; }

    /// <summary>The declared disposition; null when there is none.</summary>
    public ContentDisposition? Disposition => _disposition ??=
        Header.First("Content-Disposition") is { } header ? ContentDisposition.Parse(header.Unfolded) : null;

    /// <summary>The <c>Content-ID</c> without its angle brackets, as <c>cid:</c> addresses name it; null when there is none.</summary>
    public string? ContentId => MessageIds.First(Header.First("Content-ID"));

    /// <summary>The <c>Content-Description</c>, decoded; null when there is none.</summary>
    public string? Description => Header.First("Content-Description")?.Value;

    /// <summary>The encoding of the body; an unknown one, and any of a multipart, means none.</summary>
    public TransferEncoding TransferEncoding =>
        ContentType.IsMultipart ? TransferEncoding.None : TransferEncodings.Parse(Header.First("Content-Transfer-Encoding")?.Unfolded);

    /// <summary>The name that the sender gave, decoded but otherwise unchanged: it may be a path. Null when there is none.</summary>
    public string? DeclaredName =>
        Disposition?.Parameters.GetValueOrDefault("filename") ?? ContentType.Parameters.GetValueOrDefault("name");

    /// <summary>
    /// The name in a form that is safe in any file system: no path, no control or reserved characters, no device names, at most <see
    /// cref="MimeLimits.FileName"/> bytes. Null when the sender gave none.
    /// </summary>
    public string? FileName => DeclaredName is { } name ? SafeFileName.From(name) : null;

    /// <summary>Whether the part is meant to be shown within the text: marked so, or referred to from its multipart/related.</summary>
    public bool IsInline => Disposition?.IsInline
        ?? (Parent?.ContentType is { Type: "multipart", Subtype: "related" } && ContentId is not null);

    /// <summary>Header, blank line and body of this part, unchanged.</summary>
    public ReadOnlyMemory<byte> Raw => _source[_start.._end];

    /// <summary>The unchanged body, still in its transfer encoding. For a multipart: everything with its boundaries.</summary>
    public ReadOnlyMemory<byte> RawBody => _source[_bodyStart.._end];

    /// <summary>The length of <see cref="Decode"/> in bytes, computed without decoding.</summary>
    public int DecodedSize => SizeWithoutBody ?? TransferEncodings.DecodedSize(TransferEncoding, RawBody.Span);

    /// <summary>Whether <see cref="Decode"/> is possible: false for the large attachments of a <see cref="MimeOutline"/>.</summary>
    public bool HasBody => SizeWithoutBody is null;

    internal HeaderBlock Header { get; }

    /// <summary>The size of a body that a <see cref="MimeOutline"/> does not have; null when the body is here.</summary>
    internal int? SizeWithoutBody { get; set; }

    /// <summary>The position of the header in the bytes of the message.</summary>
    internal int Start => _start;

    internal int BodyStart => _bodyStart;

    /// <summary>The position after the last byte of the body.</summary>
    internal int End => _end;

    /// <summary>Whether a delimiter of this multipart was found, so that its content is in <see cref="Children"/>.</summary>
    internal bool HasDelimiter { get; set; }

    /// <summary>Levels from the root to this part.</summary>
    internal int Depth => _depth;

    /// <summary>The body without its transfer encoding, as far as it can be decoded. Decodes again at each call.</summary>
    /// <exception cref="InvalidOperationException">The message is a <see cref="MimeOutline"/> without this body.</exception>
    public ReadOnlyMemory<byte> Decode() => SizeWithoutBody is null
        ? TransferEncodings.Decode(TransferEncoding, RawBody)
        : throw new InvalidOperationException($"The outline does not have the body of part {Path}.");

    /// <summary>The body as text, by its declared charset or the best guess. NUL, which few stores accept, becomes U+FFFD.</summary>
    public string DecodeText() => TextDecoder.Decode(Decode().Span, ContentType.Charset).Replace('\0', '\uFFFD');

    /// <summary>Sets the end of the part, at the earliest after its header, and returns it.</summary>
    internal int Close(int end) => _end = Math.Max(end, _bodyStart);

    /// <inheritdoc />
    public override string ToString() => $"{Path} {ContentType}";

    private static ContentType DefaultType(MimePart? parent) =>
        parent?.ContentType is { Type: "multipart", Subtype: "digest" } ? ContentType.EmbeddedMessage : ContentType.TextPlain;

    private static string Join(string path, int index) =>
        path.Length == 0 ? index.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{path}.{index}");
}
