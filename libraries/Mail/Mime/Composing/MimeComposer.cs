using System.Security.Cryptography;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime.Composing;

/// <summary>
/// Composes Internet messages (RFC 5322, 2045 to 2049, 2047, 2231, 6532). Headers are ASCII except local parts beyond it, texts are UTF-8,
/// and the structure is as small as possible: alternative for two texts, related for parts that the HTML shows, mixed for files.
/// </summary>
public sealed partial class MimeComposer
{
    private readonly List<ComposedMessage.Segment> _segments = [];
    private readonly HeaderWriter _header = new();
    private bool _isEightBit;

    private MimeComposer()
    {
    }

    /// <param name="keepBcc">Whether Bcc is written, as drafts and copies need it. Never for a message that is sent.</param>
    /// <exception cref="FormatException">An address, the Message-ID, a field's name or a Content-ID cannot be used; the text names
    /// it.</exception>
    public static ComposedMessage Compose(OutgoingMessage message, bool keepBcc = false)
    {
        var composer = new MimeComposer();
        composer.Header(message, keepBcc);
        composer.Body(message);
        return new ComposedMessage(message, composer._segments, composer._header.IsInternational, composer._isEightBit);
    }

    /// <summary>The field Bcc, to be added at the top of a copy that only the sender sees; empty without recipients.</summary>
    /// <exception cref="FormatException">An address cannot be used.</exception>
    public static byte[] BccField(IReadOnlyList<MailboxAddress> recipients)
    {
        var header = new HeaderWriter();
        if (recipients.Count > 0)
        {
            header.Addresses("Bcc", recipients);
        }

        return header.Take();
    }

    /// <summary>A unique Message-ID.</summary>
    /// <param name="address">The author's address; its domain becomes the right side.</param>
    public static string NewMessageId(string address)
    {
        var domain = AddressSyntax.TryNormalize(address, out var normalized) ? normalized[(normalized.LastIndexOf('@') + 1)..] : "localhost";
        return $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}@{domain.Trim('[', ']').Replace(':', '-')}";
    }

    /// <summary>Whether a text is valid as an id between angle brackets.</summary>
    public static bool IsId(string id) => HeaderWriter.IsId(id);

    private void Body(OutgoingMessage message)
    {
        if (message.Attachments.Count == 0)
        {
            Texts(message);
        }
        else
        {
            Multipart("mixed", [() => Texts(message), .. message.Attachments.Select(part => (Action)(() => Part(part)))]);
        }

        Flush();
        EndInLineEnd();
    }

    private void Texts(OutgoingMessage message)
    {
        if (message.Html is null)
        {
            Text("plain", message.Text ?? "");
        }
        else if (message.Text is null)
        {
            Html(message);
        }
        else
        {
            Multipart("alternative", [() => Text("plain", message.Text), () => Html(message)]);
        }
    }

    private void Html(OutgoingMessage message)
    {
        if (message.Inline.Count == 0)
        {
            Text("html", message.Html!);
        }
        else
        {
            Multipart("related", [() => Text("html", message.Html!), .. message.Inline.Select(part => (Action)(() => Part(part)))]);
        }
    }

    /// <remarks>The boundary is random, and its "=_" cannot occur in quoted-printable or base64 text.</remarks>
    private void Multipart(string subtype, IEnumerable<Action> parts)
    {
        var boundary = $"=_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        _header.WithParameters("Content-Type", $"multipart/{subtype}", [new("boundary", boundary)]);
        _header.Blank();
        foreach (var part in parts)
        {
            _header.Raw($"--{boundary}\r\n");
            part();
            _header.Raw("\r\n");
        }

        _header.Raw($"--{boundary}--\r\n");
    }

    private void Text(string subtype, string text)
    {
        var (encoding, content) = TextEncoder.Encode(text);
        _header.WithParameters("Content-Type", $"text/{subtype}", [new("charset", "utf-8")]);
        Content(encoding, content);
    }

    private void Part(OutgoingPart part)
    {
        var (type, encoding, content) = PartEncoder.Encode(part);
        _isEightBit |= encoding == "8bit";
        var name = FileName(part.FileName);
        _header.WithParameters("Content-Type", type.MediaType, [
            .. type.Parameters.Where(p => p.Key is not ("name" or "boundary") && ParameterWriter.IsName(p.Key)), .. Named("name", name)]);
        _header.WithParameters("Content-Disposition", part.IsInline ? "inline" : "attachment", Named("filename", name));
        if (!string.IsNullOrEmpty(part.Description))
        {
            _header.Text("Content-Description", part.Description);
        }

        if (part.ContentId is { } id)
        {
            if (!IsId(id))
            {
                throw new FormatException($"'{HeaderText.WithoutControls(id)}' cannot be a Content-ID.");
            }

            _header.Ids("Content-ID", [id]);
        }

        Content(encoding, content);
    }

    private static IEnumerable<KeyValuePair<string, string>> Named(string parameter, string name) =>
        name.Length > 0 ? [new(parameter, name)] : [];

    private static string FileName(string? name) =>
        name is null ? "" : HeaderText.WithoutControls(name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..]).Trim();

    private void Content(string encoding, ComposedMessage.Segment content)
    {
        _header.Verbatim("Content-Transfer-Encoding", encoding);
        _header.Blank();
        Flush();
        _segments.Add(content);
    }

    private void Flush() => _segments.Add(new ComposedMessage.Segment(_header.Take(), IsBase64: false));

    private void EndInLineEnd()
    {
        var last = _segments.FindLast(segment => segment.Length > 0);
        if (!last.IsBase64 && !last.Octets.Span.EndsWith("\r\n"u8))
        {
            _segments.Add(new ComposedMessage.Segment("\r\n"u8.ToArray(), IsBase64: false));
        }
    }
}
