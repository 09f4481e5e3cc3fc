using System.Text;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Headers;
using Services83.EMail.Mail.Smtp;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>A message that somebody else has written.</summary>
internal sealed class RelayedMessage
{
    private static readonly string[] Hidden = ["Bcc", "Resent-Bcc"];

    private readonly ReadOnlyMemory<byte>[] _pieces;

    private RelayedMessage(MimeEnvelope header, ReadOnlyMemory<byte>[] pieces)
    {
        (MessageId, Subject) = (header.MessageId, header.Subject);
        _pieces = pieces;
    }

    public string? MessageId { get; }

    public string Subject { get; }

    /// <summary>In bytes.</summary>
    public long Length => _pieces.Sum(piece => (long)piece.Length);

    /// <exception cref="InvalidArgumentException">The text is not a message.</exception>
    public static RelayedMessage Read(string? rfc822)
    {
        var message = MimeReader.Read(CarrierMapper.Octets(rfc822 ?? ""));
        return message.Headers.Count > 0 ? Of(message) : throw new InvalidArgumentException("Rfc822", "The text is not a message: it has no header.");
    }

    /// <summary>A stored message; the recipients do not get the fields that are only for its sender.</summary>
    public static RelayedMessage Of(MimeMessage message) => new(message, message.Headers.Any(IsHidden) ? WithoutHidden(message) : [message.Raw]);

    public SmtpMessage ToSmtp(string sender, IReadOnlyList<string> recipients) =>
        new(sender, recipients, Length, () => _pieces)
        {
            IsEightBit = _pieces.Any(piece => !Ascii.IsValid(piece.Span)),
        };

    private static bool IsHidden(MimeHeader field) => Hidden.Contains(field.Name, StringComparer.OrdinalIgnoreCase);

    private static ReadOnlyMemory<byte>[] WithoutHidden(MimeMessage message)
    {
        var lineEnd = "\r\n"u8.ToArray();
        var kept = message.Headers.Where(field => !IsHidden(field)).SelectMany(field => (ReadOnlyMemory<byte>[])[field.Raw, lineEnd]);
        return [.. kept, lineEnd, message.Root.RawBody];
    }
}
