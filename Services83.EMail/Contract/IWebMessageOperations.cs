using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Reads cached messages, and messages within them. A part of <see cref="IWebEMailAgent"/>.</summary>
public interface IWebMessageOperations
{
    /// <summary>As <see cref="IMessageOperations.GetEMailAsync"/>, with the HTML as the sender wrote it.</summary>
    /// <param name="id">Key of the message.</param>
    /// <param name="includeAttachments">
    /// Whether to return the bytes of attachments; they may have to be fetched from the mail server.
    /// </param>
    /// <returns>The message. Its HTML may contain scripts: do not show it.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message.</exception>
    [OperationContract]
    Task<EMailEntity> GetUnsanitizedEMailAsync(
        [MessageParameter(Name = "Id")] int id,
        [MessageParameter(Name = "IncludeAttachments")] bool includeAttachments);

    /// <summary>Reads a cached message as a file that mail programs open (<c>.eml</c>, RFC 5322).</summary>
    /// <param name="emailItemId">Key of the message.</param>
    /// <param name="includeAttachments">Whether to include the attachments; with them, the bytes are exactly those of the server.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message.</exception>
    /// <exception cref="InvalidArgumentException">The message is so large that only its header is stored.</exception>
    [OperationContract]
    [return: BinaryResult]
    Task<byte[]> GetEMailAsEmlStreamAsync(
        [MessageParameter(Name = "EmailItemId")] int emailItemId,
        [MessageParameter(Name = "IncludeAttachments")] bool includeAttachments);

    /// <summary>Reads an attachment of a cached message in a form that can be shown.</summary>
    /// <param name="mailItemId">Key of the message.</param>
    /// <param name="attachmentId"><see cref="EMailAttachment.Id"/> of the attachment; null or empty to find it by type and name.</param>
    /// <param name="attachmentType">Its media type, such as <c>text/html</c>; used only when there is no id.</param>
    /// <param name="attachmentFilename">Its name; used only when there is no id.</param>
    /// <returns>
    /// The attachment with its bytes. HTML is sanitized; the source of other documents that can contain scripts, such as SVG, is returned as
    /// plain text.
    /// </returns>
    /// <exception cref="EntityNotFoundException">There is no such message, or it has no such attachment.</exception>
    [OperationContract]
    [Sanitized]
    Task<EMailAttachment> GetPreviewAttachmentFromIdAsync(
        [MessageParameter(Name = "MailItemId")] int mailItemId,
        [MessageParameter(Name = "AttachmentId")] string? attachmentId,
        [MessageParameter(Name = "AttachmentType")] string? attachmentType,
        [MessageParameter(Name = "AttachmentFilename")] string? attachmentFilename);

    /// <summary>As <see cref="GetPreviewAttachmentFromIdAsync"/>, unchanged.</summary>
    /// <param name="mailItemId">Key of the message.</param>
    /// <param name="attachmentId"><see cref="EMailAttachment.Id"/> of the attachment; null or empty to find it by type and name.</param>
    /// <param name="attachmentType">Its media type, such as <c>text/html</c>; used only when there is no id.</param>
    /// <param name="attachmentFilename">Its name; used only when there is no id.</param>
    /// <returns>The attachment with its bytes.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message, or it has no such attachment.</exception>
    [OperationContract]
    Task<EMailAttachment> GetUnsanitizedPreviewAttachmentFromIdAsync(
        [MessageParameter(Name = "MailItemId")] int mailItemId,
        [MessageParameter(Name = "AttachmentId")] string? attachmentId,
        [MessageParameter(Name = "AttachmentType")] string? attachmentType,
        [MessageParameter(Name = "AttachmentFilename")] string? attachmentFilename);

    /// <summary>Reads a message that is attached to a cached message.</summary>
    /// <param name="emailId">Key of the cached message.</param>
    /// <param name="attachmentIds">
    /// <see cref="EMailAttachment.Id"/> of the attached message; then that of a message attached to it, and so on; at most 20.
    /// </param>
    /// <param name="includeAttachments">Whether to return the bytes of attachments.</param>
    /// <returns>The attached message. It has no key.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message, or it has no such attachment.</exception>
    /// <exception cref="InvalidArgumentException">There are no ids or too many, or one names something other than a message.</exception>
    [OperationContract]
    [Sanitized]
    Task<EMailEntity> GetEMailFromAttachmentIdAsync(
        [MessageParameter(Name = "EmailId")] int emailId,
        [MessageParameter(Name = "AttachmentIds")] string[]? attachmentIds,
        [MessageParameter(Name = "IncludeAttachments")] bool includeAttachments);

    /// <summary>As <see cref="GetEMailFromAttachmentIdAsync"/>, with the HTML as the sender wrote it.</summary>
    /// <param name="emailId">Key of the cached message.</param>
    /// <param name="attachmentIds">
    /// <see cref="EMailAttachment.Id"/> of the attached message; then that of a message attached to it, and so on; at most 20.
    /// </param>
    /// <param name="includeAttachments">Whether to return the bytes of attachments.</param>
    /// <returns>The attached message. Its HTML may contain scripts: do not show it.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message, or it has no such attachment.</exception>
    /// <exception cref="InvalidArgumentException">There are no ids or too many, or one names something other than a message.</exception>
    [OperationContract]
    Task<EMailEntity> GetUnsanitizedEMailFromAttachmentIdAsync(
        [MessageParameter(Name = "EmailId")] int emailId,
        [MessageParameter(Name = "AttachmentIds")] string[]? attachmentIds,
        [MessageParameter(Name = "IncludeAttachments")] bool includeAttachments);

    /// <summary>Finds the message of a folder that was stored last.</summary>
    /// <param name="folderId">Key of the folder.</param>
    /// <returns>Key of the message; 0 when the folder is empty.</returns>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    [OperationContract]
    Task<int> LatestItemIdByFolderAsync([MessageParameter(Name = "FolderId")] int folderId);

    /// <summary>Makes the heading of a quoted or printed message: author, date, recipients, subject and names of attachments.</summary>
    /// <param name="email">The message. Of a cached message, members that are left out are read from the cache.</param>
    /// <returns>HTML, to be inserted into the body of a page. Dates are in the caller's time zone.</returns>
    /// <exception cref="InvalidArgumentException">There is no message.</exception>
    /// <exception cref="EntityNotFoundException">It names a cached message that the caller may not see.</exception>
    [OperationContract]
    Task<string> CreateInlineHtmlHeaderAsync([MessageParameter(Name = "Email")] EMailEntity? email);
}
