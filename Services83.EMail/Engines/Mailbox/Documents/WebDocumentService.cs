using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Filing;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Documents;

/// <summary>
/// Reads messages of the archive, and stores cached messages as documents. The results are as the senders wrote them; those of operations
/// with <see cref="SanitizedAttribute"/> are sanitized afterwards.
/// </summary>
internal sealed class WebDocumentService(
    CallContext call, ArchivedMessages archive, DocumentStore documents, MessageReader messages, CachedMessages cached, CarrierFiller filler)
    : IWebDocumentOperations
{
    /// <inheritdoc cref="ArchivedMessages.ReadAsync"/>
    public Task<EMailEntity> GetUnsanitizedEMailFromDocumentIdAsync(int documentId) => archive.ReadAsync(documentId, includeAttachments: true);

    /// <inheritdoc cref="ArchivedMessages.ReadAsync"/>
    public Task<EMailEntity> GetUnsanitizedEMailFromDocumentIdWithoutAttachmentStreamAsync(int documentId) =>
        archive.ReadAsync(documentId, includeAttachments: false);

    /// <inheritdoc cref="GetUnsanitizedPreviewAttachmentFromDocIdAsync"/>
    public Task<EMailAttachment> GetPreviewAttachmentFromDocIdAsync(int docId, string? attachmentId) =>
        GetUnsanitizedPreviewAttachmentFromDocIdAsync(docId, attachmentId);

    /// <exception cref="EntityNotFoundException">There is no such document that the caller may read, or it has no such attachment.</exception>
    public async Task<EMailAttachment> GetUnsanitizedPreviewAttachmentFromDocIdAsync(int docId, string? attachmentId) =>
        CarrierMapper.Attachment(MimeReader.Read(await archive.RawAsync(docId, "DocId")), attachmentId, $"Document {docId}");

    /// <inheritdoc cref="GetUnsanitizedEMailFromDocumentAttachmentIdAsync"/>
    public Task<EMailEntity> GetEMailFromDocumentAttachmentIdAsync(int docId, string?[]? attachmentIds, bool includeAttachments) =>
        GetUnsanitizedEMailFromDocumentAttachmentIdAsync(docId, attachmentIds, includeAttachments);

    /// <exception cref="EntityNotFoundException">There is no such document that the caller may read, or no such attachment.</exception>
    /// <exception cref="InvalidArgumentException">The ids cannot be used.</exception>
    public async Task<EMailEntity> GetUnsanitizedEMailFromDocumentAttachmentIdAsync(int docId, string?[]? attachmentIds, bool includeAttachments)
    {
        var attached = AttachedMessages.Find(MimeReader.Read(await archive.RawAsync(docId, "DocId")), attachmentIds, $"Document {docId}");
        return await filler.FillAddressesAsync(CarrierMapper.Entity(attached, includeAttachments));
    }

    /// <inheritdoc cref="ArchivedMessages.RawAsync"/>
    public Task<byte[]> GetEmailDocumentAsMimeStreamAsync(int documentId) => archive.RawAsync(documentId, "DocumentId");

    /// <inheritdoc cref="StoreAsync"/>
    public async Task<DocumentEntity> CreateNewPhysicalDocumentFromEmailAsync(int documentId, int emailItemId) =>
        await StoreAsync(documentId, await RawAsync(emailItemId));

    /// <inheritdoc cref="StoreAsync"/>
    public async Task<DocumentEntity> CreateNewPhysicalDocumentFromEmailAttachmentAsync(int documentId, int emailItemId, string? attachmentId)
    {
        var message = MimeReader.Read(await RawAsync(emailItemId));
        var part = CarrierMapper.Part(message, attachmentId, $"Message {emailItemId}");
        return await StoreAsync(documentId, part.ContentType.IsMessage ? part.Decode() : message.OnlyWith(part));
    }

    private async Task<byte[]> RawAsync(int emailItemId)
    {
        var item = await cached.RequireAsync(emailItemId, "EmailItemId");
        return item.Complete
            ? await messages.RawAsync(item.ContentId, call.Aborted)
            : throw new InvalidArgumentException("EmailItemId", "The message is larger than Mail:MaxMessageBytes, so only its header is stored.");
    }

    /// <summary>Only the owner of a document and privileged users may change it.</summary>
    /// <exception cref="EntityNotFoundException">There is no such document that the caller may read, or no such message or attachment.</exception>
    /// <exception cref="AccessDeniedException">The caller may read the document, and not change it.</exception>
    /// <exception cref="InvalidArgumentException">Only the header of the message is stored.</exception>
    private async Task<DocumentEntity> StoreAsync(int documentId, ReadOnlyMemory<byte> raw)
    {
        var document = await archive.RequireAsync(documentId, "DocumentId");
        if (!call.RequireCaller().MayActFor(document.AssociateId))
        {
            throw new AccessDeniedException($"Document {documentId} belongs to somebody else.");
        }

        if (await documents.ReplaceAsync(documentId, ContentReader.Whole(raw), call.Aborted) is { } previous)
        {
            call.ExtraInfo["PreviousDocumentId"] = $"{previous}";
        }

        return DocumentMapper.Entity(await archive.RequireAsync(documentId, "DocumentId"));
    }
}
