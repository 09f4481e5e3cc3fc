using System.Globalization;
using System.Security.Cryptography;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime.Composing;

/// <summary>
/// Composes Internet messages (RFC 5322, 2045 to 2049, 2047, 2231, 6532). Headers are ASCII but for local parts beyond it, texts are
/// UTF-8, and the structure is the smallest that holds what there is: alternative for two texts, related for what HTML shows, mixed for files.
/// </summary>
public sealed class MimeComposer
{
    private readonly List<ComposedMessage.Segment> _segments = [];
    private readonly HeaderWriter _header = new();
    private bool _isEightBit;

    private MimeComposer()
    {
    }

    /// <param name="keepBcc">Whether Bcc is written, as drafts and copies need. Never for a message that is sent.</param>
    /// <exception cref="FormatException">An address, the Message-ID, a field's name or a Content-ID cannot be used; the text names it.</exception>
    public static ComposedMessage Compose(OutgoingMessage message, bool keepBcc = false)
    {
        var composer = new MimeComposer();
        composer.Header(message, keepBcc);
        composer.Body(message);
        return new ComposedMessage(message, composer._segments, composer._header.IsInternational, composer._isEightBit);
    }

    /// <summary>The field Bcc, to be put in front of a copy that only the sender sees; empty without recipients.</summary>
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

    /// <summary>A Message-ID that nobody else makes.</summary>
    /// <param name="address">The author's address, whose domain becomes the right side.</param>
    public static string NewMessageId(string address)
    {
        var domain = AddressSyntax.TryNormalize(address, out var normalized) ? normalized[(normalized.LastIndexOf('@') + 1)..] : "localhost";
        return $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}@{domain.Trim('[', ']').Replace(':', '-')}";
    }

    /// <summary>Whether a text can be written as an id between angle brackets.</summary>
    public static bool IsId(string id) => HeaderWriter.IsId(id);

    private void Header(OutgoingMessage message, bool keepBcc)
    {
        if (!IsId(message.MessageId))
        {
            throw new FormatException($"'{message.MessageId}' cannot be a Message-ID.");
        }

        foreach (var kept in message.Kept)
        {
            Keep(kept);
        }

        _header.Verbatim("Date", message.Date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + Offset(message.Date));
        // Only a message that is sent needs an author (RFC 5322, section 3.6.2); a draft may have none yet.
        if (!keepBcc || message.From.Address.Length > 0)
        {
            _header.Addresses("From", [message.From, .. message.CoAuthors]);
        }

        if (message.Sender is { } sender)
        {
            _header.Addresses("Sender", [sender]);
        }

        Addresses("To", message.To);
        Addresses("Cc", message.Cc);
        if (keepBcc)
        {
            Addresses("Bcc", message.Bcc);
        }
        else if (message is { To.Count: 0, Cc.Count: 0 })
        {
            _header.Verbatim("To", "undisclosed-recipients:;");
        }

        _header.Text("Subject", message.Subject);
        _header.Ids("Message-ID", [message.MessageId]);
        Ids("In-Reply-To", message.InReplyTo, message.Fields);
        Ids("References", message.References, message.Fields);
        Priority(message.Priority);
        foreach (var field in message.Fields.Where(field => keepBcc || !IsHidden(field)))
        {
            Field(field, message.Priority != MimePriority.None);
        }

        _header.Verbatim("MIME-Version", "1.0");
    }

    private static string Offset(DateTimeOffset date) =>
        (date.Offset < TimeSpan.Zero ? "-" : "+") + date.Offset.ToString("hhmm", CultureInfo.InvariantCulture);

    private void Addresses(string name, IReadOnlyList<MailboxAddress> addresses)
    {
        if (addresses.Count > 0)
        {
            _header.Addresses(name, addresses);
        }
    }

    private static bool IsHidden(OutgoingField field) => field.Name.Equals("Resent-Bcc", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whoever gives the field by its name has the say.</summary>
    private void Ids(string name, IReadOnlyList<string> ids, IReadOnlyList<OutgoingField> fields)
    {
        if (!fields.Any(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            _header.Ids(name, ids);
        }
    }

    /// <summary>A field as it came, unless it holds something that would be taken for another field.</summary>
    private void Keep(MimeHeader field)
    {
        var octets = TextEncoder.Canonical(field.Raw);
        if (!IsOneField(octets.Span))
        {
            return;
        }

        Flush();
        _segments.Add(new ComposedMessage.Segment(octets, IsBase64: false));
        _header.Raw("\r\n");
    }

    private static bool IsOneField(ReadOnlySpan<byte> octets)
    {
        while (octets.IndexOf("\r\n"u8) is var end and >= 0)
        {
            octets = octets[(end + 2)..];
            if (octets.IsEmpty || octets[0] is not ((byte)' ' or (byte)'\t'))
            {
                return false;
            }
        }

        return true;
    }

    private void Priority(MimePriority priority)
    {
        if (priority == MimePriority.None)
        {
            return;
        }

        _header.Verbatim("X-Priority", ((int)priority).ToString(CultureInfo.InvariantCulture));
        _header.Verbatim("Importance", priority switch
        {
            MimePriority.Highest or MimePriority.High => "high",
            MimePriority.Low or MimePriority.Lowest => "low",
            _ => "normal",
        });
    }

    private void Field(OutgoingField field, bool hasPriority)
    {
        if (!FieldKinds.IsName(field.Name))
        {
            throw new FormatException($"'{HeaderText.WithoutControls(field.Name)}' cannot be the name of a header field.");
        }

        if (FieldKinds.IsReserved(field.Name))
        {
            throw new FormatException($"The header field {field.Name} is written by the program and cannot be given.");
        }

        if (hasPriority && FieldKinds.IsPriority(field.Name))
        {
            return;
        }

        if (!FieldKinds.HoldsAddresses(field.Name))
        {
            _header.Text(field.Name, field.Value);
            return;
        }

        var addresses = new List<MailboxAddress>();
        AddressParser.Parse(HeaderText.WithoutControls(field.Value), addresses);
        if (addresses.Count == 0)
        {
            throw new FormatException($"The header field {field.Name} holds no address.");
        }

        _header.Addresses(field.Name, addresses);
    }

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

    /// <remarks>The boundary is random, and "=_" in it is in no quoted-printable or base64 text.</remarks>
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
