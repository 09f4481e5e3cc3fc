using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Messages;

/// <summary>
/// Reads cached messages, and messages within them, for the caller. The results are as the senders wrote them; those of operations with
/// <see cref="SanitizedAttribute"/> are sanitized afterwards.
/// </summary>
internal sealed class WebMessageService(
    CallContext call, MessageReader messages, CachedMessages cached, CarrierFiller filler, Places places) : IWebMessageOperations
{
    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see.</exception>
    public async Task<EMailEntity> GetUnsanitizedEMailAsync(int id, bool includeAttachments) =>
        (await cached.OpenAsync(await cached.RequireAsync(id), includeAttachments)).Entity;

    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see.</exception>
    /// <exception cref="InvalidArgumentException">Only its header is stored.</exception>
    public async Task<byte[]> GetEMailAsEmlStreamAsync(int emailItemId, bool includeAttachments)
    {
        var item = await cached.RequireAsync(emailItemId, "EmailItemId");
        if (!item.Complete)
        {
            throw new InvalidArgumentException("EmailItemId", "The message is larger than Mail:MaxMessageBytes, so only its header is stored.");
        }

        var raw = await messages.RawAsync(item.ContentId, call.Aborted);
        return includeAttachments ? raw : MimeReader.Read(raw).WithoutAttachments();
    }

    /// <inheritdoc cref="GetUnsanitizedPreviewAttachmentFromIdAsync"/>
    public Task<EMailAttachment> GetPreviewAttachmentFromIdAsync(int mailItemId, string? attachmentId, string? attachmentType, string? attachmentFilename) =>
        GetUnsanitizedPreviewAttachmentFromIdAsync(mailItemId, attachmentId, attachmentType, attachmentFilename);

    /// <summary>By its id; without one, the first attachment of that type and name.</summary>
    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see, or it has no such attachment.</exception>
    public async Task<EMailAttachment> GetUnsanitizedPreviewAttachmentFromIdAsync(
        int mailItemId, string? attachmentId, string? attachmentType, string? attachmentFilename)
    {
        var message = await ReadAsync(mailItemId, "MailItemId");
        if (!string.IsNullOrWhiteSpace(attachmentId))
        {
            return CarrierMapper.Attachment(message, attachmentId, $"Message {mailItemId}");
        }

        var part = string.IsNullOrEmpty(attachmentType) && string.IsNullOrEmpty(attachmentFilename)
            ? null
            : message.Attachments.FirstOrDefault(part => Is(CarrierMapper.Attachment(part, includeStream: false), attachmentType, attachmentFilename));
        return part is not null
            ? CarrierMapper.Attachment(part, includeStream: true)
            : throw new EntityNotFoundException(
                $"Message {mailItemId} has no attachment '{attachmentFilename}' of type '{attachmentType}'.", "AttachmentFilename", attachmentFilename ?? "");
    }

    /// <inheritdoc cref="GetUnsanitizedEMailFromAttachmentIdAsync"/>
    public Task<EMailEntity> GetEMailFromAttachmentIdAsync(int emailId, string?[]? attachmentIds, bool includeAttachments) =>
        GetUnsanitizedEMailFromAttachmentIdAsync(emailId, attachmentIds, includeAttachments);

    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see, or no such attachment.</exception>
    /// <exception cref="InvalidArgumentException">The ids cannot be used.</exception>
    public async Task<EMailEntity> GetUnsanitizedEMailFromAttachmentIdAsync(int emailId, string?[]? attachmentIds, bool includeAttachments)
    {
        var attached = AttachedMessages.Find(await ReadAsync(emailId, "EmailId"), attachmentIds, $"Message {emailId}");
        return await filler.FillAddressesAsync(CarrierMapper.Entity(attached, includeAttachments));
    }

    /// <exception cref="EntityNotFoundException">There is no such folder that the caller may see.</exception>
    public async Task<int> LatestItemIdByFolderAsync(int folderId) =>
        await messages.LatestIdAsync((await places.FolderAsync(folderId, "FolderId")).FolderId, call.Aborted);

    /// <exception cref="InvalidArgumentException">The message is missing.</exception>
    /// <exception cref="EntityNotFoundException">It names a cached message that the caller may not see.</exception>
    public async Task<string> CreateInlineHtmlHeaderAsync(EMailEntity? email)
    {
        call.RequireCaller();
        if (email is null)
        {
            throw new InvalidArgumentException("Email", "A message is needed.");
        }

        if (email.EmailItemId != 0)
        {
            StoredMembers.Complete(email, (await cached.OpenAsync(email.EmailItemId)).Entity);
        }

        return HtmlHeading.Of(email, call);
    }

    private async Task<MimeMessage> ReadAsync(int itemId, string argument) =>
        MimeReader.Read(await messages.RawAsync((await cached.RequireAsync(itemId, argument)).ContentId, call.Aborted));

    private static bool Is(EMailAttachment attachment, string? type, string? name) =>
        (string.IsNullOrEmpty(type) || type.Equals(attachment.Type, StringComparison.OrdinalIgnoreCase))
        && (string.IsNullOrEmpty(name) || name.Equals(attachment.Filename, StringComparison.OrdinalIgnoreCase));
}
