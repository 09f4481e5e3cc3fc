using System.Globalization;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime.Composing;

// The header of the message; the headers of its parts are written together with the parts.
public sealed partial class MimeComposer
{
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

    /// <summary>A field that is given by its name takes precedence.</summary>
    private void Ids(string name, IReadOnlyList<string> ids, IReadOnlyList<OutgoingField> fields)
    {
        if (!fields.Any(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            _header.Ids(name, ids);
        }
    }

    /// <summary>A field unchanged, unless it contains text that would be read as another field.</summary>
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
}
