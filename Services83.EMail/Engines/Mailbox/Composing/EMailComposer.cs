using System.Globalization;
using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;

namespace Services83.EMail.Engines.Mailbox.Composing;

/// <summary>Makes Internet messages from the carriers that callers fill in. An unusable value is an error that names it.</summary>
internal sealed class EMailComposer(TimeProvider time, IOptions<SendingOptions> options)
{
    private const int MaxAttachments = 1000;

    /// <summary>A message to send: with the current date, without Bcc. If its author is not the sender, it has the field
    /// <c>Sender</c>.</summary>
    /// <param name="argument">The name of the message in the operation, such as <c>Emails[0]</c>.</param>
    /// <param name="ownAddress">The author if the message names none; null if the message must name one.</param>
    /// <param name="heritage">What it takes over from earlier messages.</param>
    /// <exception cref="InvalidArgumentException">A value of the message cannot be used.</exception>
    public ComposedMessage ForSending(EMailEntity? email, string argument, string? ownAddress, Heritage? heritage = null) =>
        Compose(email, argument, ownAddress, (heritage ?? Heritage.None) with { Fields = [] }, time.GetUtcNow(), isSent: true);

    /// <summary>
    /// A draft, or a message that is only stored: it keeps its <see cref="EMailEntity.Sent"/>, if there is one, and Bcc, and needs no
    /// author.
    /// </summary>
    /// <inheritdoc cref="ForSending" />
    public ComposedMessage ForStoring(EMailEntity? email, string argument, string? ownAddress, Heritage? heritage = null) =>
        Compose(email, argument, ownAddress, heritage ?? Heritage.None, SentOf(email) ?? time.GetUtcNow(), isSent: false);

    private ComposedMessage Compose(
        EMailEntity? email, string argument, string? ownAddress, Heritage heritage, DateTimeOffset date, bool isSent)
    {
        if (email is null)
        {
            throw Refused(argument, "a message is needed.");
        }

        try
        {
            var message = Map(email, ownAddress ?? "", heritage) with { Date = date };
            message = message with { Sender = isSent ? SenderOf(message, ownAddress) : null };
            CheckRecipients(message);
            var composed = MimeComposer.Compose(message, keepBcc: !isSent);
            CheckSize(composed.Length);
            return composed;
        }
        catch (FormatException exception)
        {
            throw Refused(argument, exception.Message);
        }
    }

    /// <summary>The sender, if the authors do not show it: one of several authors, or somebody else (RFC 5322, section 3.6.2).</summary>
    private static MailboxAddress? SenderOf(OutgoingMessage message, string? ownAddress)
    {
        var isOther = ownAddress is not null && !message.From.Address.Equals(ownAddress, StringComparison.OrdinalIgnoreCase);
        return isOther || message.CoAuthors.Count > 0 ? new MailboxAddress("", ownAddress ?? message.From.Address) : null;
    }

    private OutgoingMessage Map(EMailEntity email, string ownAddress, Heritage heritage)
    {
        var from = string.IsNullOrWhiteSpace(email.From?.Address) ? new MailboxAddress(email.From?.Name ?? "", ownAddress) : Mailbox(email.From);
        var html = NullIfEmpty(email.HTMLBody);
        if (email.Attachments?.Length > MaxAttachments)
        {
            throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"it has {email.Attachments.Length} attachments; at most {MaxAttachments} are allowed."));
        }

        CheckSize((html?.Length ?? 0L) + (email.PlainBody?.Length ?? 0) + (email.Attachments ?? []).Sum(attachment => attachment?.Stream?.LongLength ?? 0));
        var shown = new ShownIds(html);
        var parts = (email.Attachments ?? []).Select((attachment, i) => AttachmentMapper.Map(attachment, i, shown)).ToArray();
        var answered = heritage.InReplyTo.Count > 0 ? heritage.InReplyTo : WithoutBrackets(email.InReplyTo?.MessageId) is { Length: > 0 } id ? [id] : [];
        return new OutgoingMessage
        {
            From = from,
            To = Mailboxes(email.To, "To"),
            Cc = Mailboxes(email.Cc, "Cc"),
            Bcc = Mailboxes(email.Bcc, "Bcc"),
            Subject = email.Subject ?? "",
            Date = default,
            MessageId = WithoutBrackets(email.MessageID) is { Length: > 0 } own ? own : MimeComposer.NewMessageId(from.Address),
            CoAuthors = heritage.CoAuthors,
            Kept = heritage.Fields,
            InReplyTo = answered,
            References = heritage.InReplyTo.Count > 0 || heritage.References.Count > 0 ? heritage.References : answered,
            Priority = Enum.IsDefined(email.Priority) ? (MimePriority)email.Priority : MimePriority.None,
            Text = NullIfEmpty(email.PlainBody),
            Html = html,
            Inline = [.. parts.Where(part => part.ContentId is not null)],
            Attachments = [.. parts.Where(part => part.ContentId is null)],
            Fields = Fields(email.CustomHeaderList ?? []),
        };
    }

    private static MailboxAddress[] Mailboxes(EMailAddress?[]? addresses, string field) =>
        [.. (addresses ?? []).Select((address, i) => string.IsNullOrWhiteSpace(address?.Address)
            ? throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{field}[{i}] has no address."))
            : Mailbox(address))];

    private static MailboxAddress Mailbox(EMailAddress address) => new(address.Name ?? "", address.Address!.Trim());

    private static OutgoingField[] Fields(EMailCustomHeader?[] headers) =>
        [.. headers.Where(header => header is not null).SelectMany(header =>
            (header!.Values ?? []).Select(value => new OutgoingField(header.Name ?? "", value ?? "")))];

    private void CheckRecipients(OutgoingMessage message)
    {
        var count = message.To.Count + message.Cc.Count + message.Bcc.Count;
        if (count > options.Value.MaxRecipients)
        {
            throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"it has {count} recipients; at most {options.Value.MaxRecipients} are allowed."));
        }

        foreach (var bcc in message.Bcc)
        {
            // The composer checks the addresses that it writes; it does not write Bcc.
            if (!AddressSyntax.TryNormalize(bcc.Address, out _))
            {
                throw new FormatException($"Bcc: '{bcc.Address}' is not an e-mail address.");
            }
        }
    }

    private void CheckSize(long octets)
    {
        if (octets > options.Value.MaxMessageBytes)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"it would have {octets} bytes; at most {options.Value.MaxMessageBytes} are allowed."));
        }
    }

    private static DateTimeOffset? SentOf(EMailEntity? email) => email?.Sent switch
    {
        { Year: > 1970, Kind: DateTimeKind.Local } local => new DateTimeOffset(local.ToUniversalTime()),
        { Year: > 1970 } moment => new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)),
        _ => null,
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string WithoutBrackets(string? id) => id?.Trim().TrimStart('<').TrimEnd('>') ?? "";

    private static InvalidArgumentException Refused(string argument, string problem) => new(argument.Split('[')[0], $"{argument}: {problem}");
}
