using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;
using Services83.EMail.Mail.Mime.Content;
using Services83.EMail.Mail.Mime.Headers;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Carriers;

/// <summary>Turns stored data into the carriers of the contract. Times are UTC; missing text is empty, not null.</summary>
internal static class CarrierMapper
{
    private static readonly SearchValues<char> Separators = SearchValues.Create("()<>[]:;@\\,.\"=");

    public static EMailEnvelope Envelope(StoredItem item) => new()
    {
        ServerId = ServerId(item),
        ServerIdentifier = ServerIdentifier(item),
        MessageId = item.MessageId ?? "",
        Subject = item.Subject,
        From = Address(item.FromName, item.FromAddress),
        To = [.. Recipients(item).Select(pair => Address(pair[0], pair[1]))],
        Sent = (item.SentAt ?? item.ReceivedAt).UtcDateTime,
        Priority = Priority((MimePriority)item.Priority),
        Flags = item.Flags,
        Size = Size(item.Size),
        EMailSOInfo = new EMailSOInfo(),
    };

    public static EMailEntity Entity(StoredItem item, MimeMessage message, bool includeStreams, StoredItem? inReplyTo)
    {
        var entity = Entity(message, includeStreams);
        entity.Sent = (item.SentAt ?? item.ReceivedAt).UtcDateTime;
        entity.Size = Size(item.Size);
        entity.Flags = item.Flags;
        entity.ServerId = ServerId(item);
        entity.ServerIdentifier = ServerIdentifier(item);
        entity.FolderName = item.FolderName;
        entity.EmailItemId = item.ItemId;
        entity.AccountId = item.AccountId;
        entity.ReceivedAt = item.ReceivedAt.UtcDateTime;
        entity.RepliedAt = item.RepliedAt?.UtcDateTime ?? default;
        entity.IsSent = !item.Flags.HasFlag(EMailFlags.Draft);
        entity.InReplyTo = inReplyTo is null ? entity.InReplyTo : Envelope(inReplyTo);
        return entity;
    }

    /// <summary>A message that is not, or not yet, in the database.</summary>
    public static EMailEntity Entity(MimeMessage message, bool includeStreams)
    {
        var entity = Plain(message, includeStreams);
        MailCalendars.Fill(entity, message);
        return entity;
    }

    private static EMailEntity Plain(MimeMessage message, bool includeStreams) => new()
    {
        To = Addresses(message.To),
        Cc = Addresses(message.Cc),
        Bcc = Addresses(message.Bcc),
        Subject = message.Subject,
        HTMLBody = message.HtmlBody ?? "",
        PlainBody = message.TextBody ?? "",
        From = message.From is { } from ? Address(from.DisplayName, from.Address) : Address("", ""),
        Sent = message.Date?.UtcDateTime ?? default,
        Size = Size(message.Raw.Length),
        Priority = Priority(message.Priority),
        MessageID = message.MessageId ?? "",
        IsSent = message.Date is not null,
        EMailSOInfo = new EMailSOInfo(),
        Attachments = [.. message.Attachments.Select(part => Attachment(part, includeStreams))],
        CustomHeaderList = CustomHeaders(message),
        InReplyTo = message.InReplyTo is { } answered ? Unknown(answered) : null,
    };

    /// <summary>
    /// <c>Id</c> is the Content-ID, which an HTML body refers to, or else the section number (RFC 9051 section 6.4.5.1).
    /// </summary>
    public static EMailAttachment Attachment(MimePart part, bool includeStream) => new()
    {
        Description = part.Description ?? "",
        Filename = part.FileName ?? UsualName(part),
        Size = part.DecodedSize,
        Type = part.ContentType.MediaType,
        Encoding = part.Headers.FirstOrDefault(header => header.Name.Equals("Content-Transfer-Encoding", StringComparison.OrdinalIgnoreCase))?.Value ?? "",
        Id = part.ContentId ?? part.Path,
        Disposition = part.IsInline ? "inline" : "attachment",
        Stream = includeStream ? part.Decode().ToArray() : null,
        IsSafeFileExtension = FileExtensions.AreSafe(part.FileName ?? UsualName(part)),
    };

    /// <param name="message">The message that has it.</param>
    /// <param name="attachmentId">Content-ID, with or without angle brackets, or section number, as in <see
    /// cref="EMailAttachment.Id"/>.</param>
    /// <param name="description">The name of the message, for the error.</param>
    /// <exception cref="EntityNotFoundException">The message has no such attachment.</exception>
    public static EMailAttachment Attachment(MimeMessage message, string? attachmentId, string description) =>
        Attachment(Part(message, attachmentId, description), includeStream: true);

    /// <inheritdoc cref="Attachment(MimeMessage, string?, string)"/>
    public static MimePart Part(MimeMessage message, string? attachmentId, string description)
    {
        // Most parts have no Content-ID; an empty id must not find the first of them.
        var wanted = attachmentId?.Trim().TrimStart('<').TrimEnd('>') ?? "";
        return message.Attachments.FirstOrDefault(part => part.ContentId == wanted)
            ?? message.Attachments.FirstOrDefault(part => part.Path == wanted)
            ?? throw new EntityNotFoundException($"{description} has no attachment '{attachmentId}'.", "AttachmentId", attachmentId ?? "");
    }

    /// <summary>The file name that clients use for a part without a name: a message has its subject, an invitation a fixed name; otherwise
    /// none.</summary>
    private static string UsualName(MimePart part) => part.ContentType switch
    {
        { IsMessage: true } => SafeFileName.From((MimeReader.ReadHeaders(part.Decode()).Subject is { Length: > 0 } subject ? subject : "message") + ".eml"),
        { Type: "text", Subtype: "calendar" } => "invite.ics",
        _ => "",
    };

    /// <summary>A message of which only the Message-ID is known.</summary>
    private static EMailEnvelope Unknown(string messageId) => new()
    {
        MessageId = messageId,
        Subject = "",
        From = Address("", ""),
        To = [],
        EMailSOInfo = new EMailSOInfo(),
    };

    /// <summary>Every field that has no other member and that a client may set; so a client can send all of them back.</summary>
    private static EMailCustomHeader[] CustomHeaders(MimeMessage message) =>
        [.. message.Headers
            .Where(FieldKinds.IsFree)
            .GroupBy(header => header.Name, StringComparer.OrdinalIgnoreCase)
            .Select(group => new EMailCustomHeader { Name = group.Key, Values = [.. group.Select(Value)] })];

    private static string Value(MimeHeader header) =>
        FieldKinds.HoldsAddresses(header.Name) ? string.Join(", ", header.Mailboxes.Select(Written)) : header.Value;

    /// <summary>A decoded name may contain separators of addresses; then it is quoted.</summary>
    private static string Written(MailboxAddress mailbox)
    {
        var name = mailbox.DisplayName;
        var quoted = name.AsSpan().IndexOfAny(Separators) < 0 ? name : $"\"{name.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        return name.Length == 0 ? mailbox.Address : $"{quoted} <{mailbox.Address}>";
    }

    public static EMailAddress[] Addresses(IEnumerable<MailboxAddress> addresses) =>
        [.. addresses.Select(address => Address(address.DisplayName, address.Address))];

    public static EMailAddress Address(string name, string address) =>
        new() { Name = name, Address = address, ContactName = "", PersonName = "", DuplicatePersonIds = [] };

    private static string[][] Recipients(StoredItem item) => JsonSerializer.Deserialize<string[][]>(item.Recipients) ?? [];

    public static EMailPriority Priority(MimePriority priority) => priority switch
    {
        MimePriority.Highest => EMailPriority.Highest,
        MimePriority.High => EMailPriority.High,
        MimePriority.Normal => EMailPriority.Normal,
        MimePriority.Low => EMailPriority.Low,
        MimePriority.Lowest => EMailPriority.Lowest,
        _ => EMailPriority.NoPriority,
    };

    /// <summary>UIDs are unsigned 32-bit numbers and the contract's ids signed ones: the bits stay the same.</summary>
    public static int ServerId(uint uid) => unchecked((int)uid);

    /// <summary>The UID that <see cref="ServerId(uint)"/> was made from.</summary>
    public static uint Uid(int serverId) => unchecked((uint)serverId);

    /// <summary>The contract transfers a message with one character per byte; text with other characters was decoded by the
    /// client.</summary>
    public static byte[] Octets(string text) => text.Any(character => character > 0xFF) ? Encoding.UTF8.GetBytes(text) : Encoding.Latin1.GetBytes(text);

    /// <summary>The server identifier of a message (<see cref="IWebEMailAgent"/>); empty for one without a UID.</summary>
    /// <param name="validity">UIDVALIDITY of its folder; 0 when it is not known.</param>
    /// <param name="uid">Its UID; 0 when it has none.</param>
    public static string ServerIdentifier(long validity, uint uid) => (validity, uid) switch
    {
        (_, 0) => "",
        (0, _) => uid.ToString(CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{validity}:{uid}"),
    };

    private static string ServerIdentifier(StoredItem item) => ServerIdentifier(item.UidValidity ?? 0, (uint)(item.Uid ?? 0));

    private static int ServerId(StoredItem item) => ServerId((uint)(item.Uid ?? 0));

    public static int Size(long octets) => (int)Math.Min(octets, int.MaxValue);
}
