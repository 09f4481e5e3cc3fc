using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Reads messages that are archived as documents, and archives cached ones. A part of <see cref="IWebEMailAgent"/>.</summary>
public interface IWebDocumentOperations
{
    /// <summary>As <see cref="IDocumentOperations.GetEMailFromDocumentIdAsync"/>, with the HTML as the sender wrote it.</summary>
    /// <param name="documentId">Key of the document.</param>
    /// <returns>The message, with the bytes of its attachments. Its HTML may contain scripts: do not show it.</returns>
    /// <exception cref="EntityNotFoundException">There is no such document.</exception>
    [OperationContract]
    Task<EMailEntity> GetUnsanitizedEMailFromDocumentIdAsync([MessageParameter(Name = "DocumentId")] int documentId);

    /// <summary>As <see cref="GetUnsanitizedEMailFromDocumentIdAsync"/>, without the bytes of attachments.</summary>
    /// <param name="documentId">Key of the document.</param>
    /// <returns>The message. Its HTML may contain scripts: do not show it.</returns>
    /// <exception cref="EntityNotFoundException">There is no such document.</exception>
    [OperationContract]
    Task<EMailEntity> GetUnsanitizedEMailFromDocumentIdWithoutAttachmentStreamAsync([MessageParameter(Name = "DocumentId")] int documentId);

    /// <summary>Reads an attachment of an archived message in a form that can be shown.</summary>
    /// <param name="docId">Key of the document.</param>
    /// <param name="attachmentId"><see cref="EMailAttachment.Id"/> of the attachment.</param>
    /// <returns>The attachment, as from <see cref="IWebMessageOperations.GetPreviewAttachmentFromIdAsync"/>.</returns>
    /// <exception cref="EntityNotFoundException">There is no such document, or it has no such attachment.</exception>
    [OperationContract]
    [Sanitized]
    Task<EMailAttachment> GetPreviewAttachmentFromDocIdAsync(
        [MessageParameter(Name = "DocId")] int docId,
        [MessageParameter(Name = "AttachmentId")] string? attachmentId);

    /// <summary>As <see cref="GetPreviewAttachmentFromDocIdAsync"/>, unchanged.</summary>
    /// <param name="docId">Key of the document.</param>
    /// <param name="attachmentId"><see cref="EMailAttachment.Id"/> of the attachment.</param>
    /// <returns>The attachment with its bytes.</returns>
    /// <exception cref="EntityNotFoundException">There is no such document, or it has no such attachment.</exception>
    [OperationContract]
    Task<EMailAttachment> GetUnsanitizedPreviewAttachmentFromDocIdAsync(
        [MessageParameter(Name = "DocId")] int docId,
        [MessageParameter(Name = "AttachmentId")] string? attachmentId);

    /// <summary>Reads a message that is attached to an archived message.</summary>
    /// <param name="docId">Key of the document.</param>
    /// <param name="attachmentIds">
    /// <see cref="EMailAttachment.Id"/> of the attached message; then that of a message attached to it, and so on; at most 20.
    /// </param>
    /// <param name="includeAttachments">Whether to return the bytes of attachments.</param>
    /// <returns>The attached message. It has no key.</returns>
    /// <exception cref="EntityNotFoundException">There is no such document, or it has no such attachment.</exception>
    /// <exception cref="InvalidArgumentException">There are no ids or too many, or one names something other than a message.</exception>
    [OperationContract]
    [Sanitized]
    Task<EMailEntity> GetEMailFromDocumentAttachmentIdAsync(
        [MessageParameter(Name = "DocId")] int docId,
        [MessageParameter(Name = "AttachmentIds")] string[]? attachmentIds,
        [MessageParameter(Name = "IncludeAttachments")] bool includeAttachments);

    /// <summary>As <see cref="GetEMailFromDocumentAttachmentIdAsync"/>, with the HTML as the sender wrote it.</summary>
    /// <param name="docId">Key of the document.</param>
    /// <param name="attachmentIds">
    /// <see cref="EMailAttachment.Id"/> of the attached message; then that of a message attached to it, and so on; at most 20.
    /// </param>
    /// <param name="includeAttachments">Whether to return the bytes of attachments.</param>
    /// <returns>The attached message. Its HTML may contain scripts: do not show it.</returns>
    /// <exception cref="EntityNotFoundException">There is no such document, or it has no such attachment.</exception>
    /// <exception cref="InvalidArgumentException">There are no ids or too many, or one names something other than a message.</exception>
    [OperationContract]
    Task<EMailEntity> GetUnsanitizedEMailFromDocumentAttachmentIdAsync(
        [MessageParameter(Name = "DocId")] int docId,
        [MessageParameter(Name = "AttachmentIds")] string[]? attachmentIds,
        [MessageParameter(Name = "IncludeAttachments")] bool includeAttachments);

    /// <summary>Reads an archived message as it was received (RFC 5322).</summary>
    /// <param name="documentId">Key of the document.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="EntityNotFoundException">There is no such document.</exception>
    [OperationContract]
    [return: BinaryResult]
    Task<byte[]> GetEmailDocumentAsMimeStreamAsync([MessageParameter(Name = "DocumentId")] int documentId);

    /// <summary>Stores a cached message as the content of a document that exists.</summary>
    /// <param name="documentId">Key of the document.</param>
    /// <param name="emailItemId">Key of the message.</param>
    /// <returns>The document.</returns>
    /// <remarks>
    /// The content that the document had before becomes a document of its own, with the same title and owner; <c>ExtraInfo</c> names its key
    /// as <c>PreviousDocumentId</c>. If the document has this message already, nothing happens.
    /// </remarks>
    /// <exception cref="EntityNotFoundException">There is no such document or message.</exception>
    /// <exception cref="AccessDeniedException">The document is shared, and belongs to somebody else.</exception>
    /// <exception cref="InvalidArgumentException">The message is so large that only its header is stored.</exception>
    [OperationContract]
    Task<DocumentEntity> CreateNewPhysicalDocumentFromEmailAsync(
        [MessageParameter(Name = "DocumentId")] int documentId,
        [MessageParameter(Name = "EmailItemId")] int emailItemId);

    /// <summary>Stores an attachment of a cached message as the content of a document that exists.</summary>
    /// <param name="documentId">Key of the document.</param>
    /// <param name="emailItemId">Key of the message.</param>
    /// <param name="attachmentId"><see cref="EMailAttachment.Id"/> of the attachment.</param>
    /// <returns>The document.</returns>
    /// <remarks>
    /// An attached message becomes the content as it is. A document is always a message here, so any other attachment becomes a message with
    /// the header of the original and nothing but the attachment. The earlier content is kept as in
    /// <see cref="CreateNewPhysicalDocumentFromEmailAsync"/>.
    /// </remarks>
    /// <exception cref="EntityNotFoundException">There is no such document, message or attachment.</exception>
    /// <exception cref="AccessDeniedException">The document is shared, and belongs to somebody else.</exception>
    [OperationContract]
    Task<DocumentEntity> CreateNewPhysicalDocumentFromEmailAttachmentAsync(
        [MessageParameter(Name = "DocumentId")] int documentId,
        [MessageParameter(Name = "EmailItemId")] int emailItemId,
        [MessageParameter(Name = "AttachmentId")] string? attachmentId);
}
