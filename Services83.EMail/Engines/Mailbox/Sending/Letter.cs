using Services83.EMail.Filing;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>A message that is ready to be sent.</summary>
/// <param name="Label">The name of the message in the operation.</param>
/// <param name="Email">The carrier that it was made from.</param>
/// <param name="Message">Its bytes.</param>
/// <param name="Sender">The address for MAIL FROM.</param>
internal sealed record Letter(string Label, EMailEntity Email, ComposedMessage Message, string Sender)
{
    /// <summary>All recipients, in the form for the wire, each once.</summary>
    public IReadOnlyList<string> Recipients { get; } =
    [
        .. Message.Source.To.Concat(Message.Source.Cc).Concat(Message.Source.Bcc).Select(Wire).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    public SmtpMessage ToSmtp() => new(Sender, Recipients, Message.Length, Message.Chunks)
    {
        IsEightBit = Message.RequiresEightBit,
        IsInternational = Message.RequiresSmtpUtf8,
    };

    /// <param name="associateId">The sender.</param>
    /// <param name="host">The server.</param>
    /// <param name="withCopy">Whether a copy is to be filed.</param>
    public OutgoingDraft ToDraft(int associateId, string host, bool withCopy) => new(associateId, host, Sender, Recipients)
    {
        MessageId = Message.MessageId,
        Subject = Message.Source.Subject,
        IsOnce = !string.IsNullOrWhiteSpace(Email.MessageID),
        Copy = withCopy ? ContentReader.Whole(ToCopy()) : null,
    };

    /// <summary>Writes the result of sending into the carrier. The bytes of attachments are not returned.</summary>
    public EMailEntity Sent(int itemId, int accountId, string folderName)
    {
        Email.MessageID = Message.MessageId;
        Email.Sent = Message.Source.Date.UtcDateTime;
        Email.IsSent = true;
        Email.Size = (int)Math.Min(Message.Length, int.MaxValue);
        Email.Flags = EMailFlags.Seen;
        Email.EmailItemId = itemId;
        Email.AccountId = accountId;
        Email.FolderName = folderName;
        Email.ServerId = 0;
        foreach (var attachment in Email.Attachments ?? [])
        {
            attachment.Size = attachment.Stream?.Length ?? attachment.Size;
            attachment.Stream = null;
        }

        return Email;
    }

    /// <summary>The sender's own copy, which shows the recipients in Bcc.</summary>
    public byte[] ToCopy()
    {
        var bcc = MimeComposer.BccField(Message.Source.Bcc);
        var copy = new byte[bcc.Length + Message.Length];
        bcc.CopyTo(copy, 0);
        var position = bcc.Length;
        foreach (var chunk in Message.Chunks())
        {
            chunk.CopyTo(copy.AsMemory(position));
            position += chunk.Length;
        }

        return copy;
    }

    private static string Wire(MailboxAddress address) =>
        AddressSyntax.TryNormalize(address.Address, out var normalized) ? normalized : throw new FormatException(address.Address);
}
