using System.Text;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Messages;

/// <summary>A cached message.</summary>
/// <param name="Item">What the database knows of it.</param>
/// <param name="Message">What was received, or written here.</param>
/// <param name="Entity">What callers are told.</param>
internal sealed record OpenedMessage(StoredItem Item, MimeMessage Message, EMailEntity Entity);

/// <summary>Reads cached messages for the associate who asks. Somebody else's message is as if it were not there.</summary>
internal sealed class MessageService(CallContext call, MessageReader messages, CarrierFiller filler)
{
    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see.</exception>
    public async Task<EMailEntity> GetAsync(int itemId, bool includeAttachments)
    {
        var item = await FindAsync(itemId);
        return (await OpenAsync(item, includeAttachments)).Entity;
    }

    /// <summary>What a message is tied to: ties have the keys of their messages.</summary>
    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see.</exception>
    public async Task<EMailSOInfo> GetTieAsync(int itemId) => await filler.TieAsync((await FindAsync(itemId, "EMailSOInfoId")).ItemId);

    /// <summary>A message and what it says, with the octets of its attachments.</summary>
    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see.</exception>
    public async Task<OpenedMessage> OpenAsync(int itemId) => await OpenAsync(await FindAsync(itemId), includeAttachments: true);

    /// <summary>Null when there is no such message that the caller may see.</summary>
    public async Task<EMailEntity?> FindByMessageIdAsync(string? messageId)
    {
        var id = RequireMessageId(messageId);
        return await FindAsync(associateId => messages.FindByMessageIdAsync(id, associateId, call.Aborted));
    }

    /// <summary>The newest answer; null when there is none that the caller may see.</summary>
    public async Task<EMailEntity?> FindAnswerAsync(string? messageId)
    {
        var id = RequireMessageId(messageId);
        return await FindAsync(associateId => messages.FindByInReplyToAsync(id, associateId, call.Aborted));
    }

    /// <param name="attachmentId">Content-ID or section number, as in <see cref="EMailAttachment.Id"/>.</param>
    public async Task<EMailAttachment> GetAttachmentAsync(int itemId, string? attachmentId)
    {
        var item = await FindAsync(itemId);
        var message = MimeReader.Read(await messages.RawAsync(item.ContentId, call.Aborted));
        return Attachment(message, attachmentId, $"Message {itemId}");
    }

    /// <param name="message">The message that has it.</param>
    /// <param name="attachmentId">Content-ID, with angle brackets or without, or section number, as in <see cref="EMailAttachment.Id"/>.</param>
    /// <param name="description">The message in words, for the error.</param>
    /// <exception cref="EntityNotFoundException">The message has no such attachment.</exception>
    public static EMailAttachment Attachment(MimeMessage message, string? attachmentId, string description)
    {
        // Most parts have no Content-ID; asking for nothing must not find the first of them.
        var wanted = attachmentId?.Trim().TrimStart('<').TrimEnd('>') ?? "";
        var part = message.Attachments.FirstOrDefault(part => part.ContentId == wanted)
            ?? message.Attachments.FirstOrDefault(part => part.Path == wanted)
            ?? throw new EntityNotFoundException($"{description} has no attachment '{attachmentId}'.", "AttachmentId", attachmentId ?? "");
        return CarrierMapper.Attachment(part, includeStream: true);
    }

    /// <exception cref="InvalidArgumentException">The text holds no header at all.</exception>
    public Task<EMailEntity> FromMimeAsync(string? mimeMessage)
    {
        call.RequireCaller();
        var message = MimeReader.Read(Octets(mimeMessage ?? ""));
        return message.Headers.Count > 0
            ? filler.FillAddressesAsync(CarrierMapper.Entity(message, includeStreams: true))
            : throw new InvalidArgumentException("MimeMessage", "The text is not a MIME message: it has no header.");
    }

    /// <summary>The contract carries a message with one character per octet; text that cannot be that was decoded by the client.</summary>
    public static byte[] Octets(string text) => text.Any(character => character > 0xFF) ? Encoding.UTF8.GetBytes(text) : Encoding.Latin1.GetBytes(text);

    private async Task<StoredItem> FindAsync(int itemId, string argument = "Id")
    {
        var caller = call.RequireCaller();
        return await messages.FindAsync(itemId, caller.IsPrivileged ? null : caller.AssociateId, call.Aborted)
            ?? throw new EntityNotFoundException($"There is no e-mail with id {itemId}.", argument, $"{itemId}");
    }

    /// <summary>A privileged caller finds everybody's mail, its own first.</summary>
    private async Task<EMailEntity?> FindAsync(Func<int?, Task<StoredItem?>> find)
    {
        var caller = call.RequireCaller();
        var item = await find(caller.AssociateId);
        if (item is null && caller.IsPrivileged)
        {
            item = await find(null);
        }

        return item is null ? null : (await OpenAsync(item, includeAttachments: false)).Entity;
    }

    private async Task<OpenedMessage> OpenAsync(StoredItem item, bool includeAttachments)
    {
        var message = MimeReader.Read(await messages.RawAsync(item.ContentId, call.Aborted));
        if (!item.Complete)
        {
            call.ExtraInfo["Incomplete"] = "The message is larger than Mail:MaxMessageBytes, so that only its header is stored.";
        }

        var original = item.InReplyTo is { } id ? await messages.FindInAccountAsync(item.AccountId, id, call.Aborted) : null;
        var entity = CarrierMapper.Entity(item, message, includeAttachments, original);
        await filler.FillAsync(entity, original?.ItemId);
        return new OpenedMessage(item, message, entity);
    }

    /// <summary>Clients pass Message-IDs with and without the angle brackets.</summary>
    /// <exception cref="InvalidArgumentException">There is none.</exception>
    public static string RequireMessageId(string? messageId) =>
        messageId?.Trim().TrimStart('<').TrimEnd('>') is { Length: > 0 } id
            ? id
            : throw new InvalidArgumentException("MessageId", "A Message-ID is needed.");
}
