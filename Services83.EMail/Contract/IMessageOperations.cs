using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Reads cached messages and their ties. A part of <see cref="IEMailAgent"/>.</summary>
public interface IMessageOperations
{
    /// <summary>Reads a cached message.</summary>
    /// <param name="id">Key of the message.</param>
    /// <param name="includeAttachments">
    /// Whether to return the bytes of attachments; they may have to be fetched from the mail server.
    /// </param>
    /// <returns>The message.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message.</exception>
    [OperationContract]
    [Sanitized]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> GetEMailAsync(
        [MessageParameter(Name = "Id")] int id,
        [MessageParameter(Name = "IncludeAttachments")] bool includeAttachments);

    /// <summary>Finds a cached message by its Message-ID.</summary>
    /// <param name="messageId">The Message-ID, with or without angle brackets.</param>
    /// <returns>The message; null when there is none.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity?> GetMailFromMessageIdAsync([MessageParameter(Name = "MessageId")] string? messageId);

    /// <summary>Finds a cached message that answers another one.</summary>
    /// <param name="messageId">The Message-ID of the message that was answered, with or without angle brackets.</param>
    /// <returns>The newest answer; null when there is none.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity?> GetMailFromInReplyToAsync([MessageParameter(Name = "MessageId")] string? messageId);

    /// <summary>Reads an attachment of a cached message.</summary>
    /// <param name="mailItemId">Key of the message.</param>
    /// <param name="attachmentId"><see cref="EMailAttachment.Id"/> of the attachment.</param>
    /// <returns>The attachment with its bytes.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message, or it has no such attachment.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAttachment> GetAttachmentFromIdAsync(
        [MessageParameter(Name = "MailItemId")] int mailItemId,
        [MessageParameter(Name = "AttachmentId")] string? attachmentId);

    /// <summary>Reads how a message is tied to the customer database.</summary>
    /// <param name="emailSOInfoId">Key of the tie, which is that of the cached message (<see cref="EMailEntity.EmailItemId"/>).</param>
    /// <returns>The tie; an empty one when the message is tied to nothing.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailSOInfo> GetEMailSOInfoAsync([MessageParameter(Name = "EMailSOInfoId")] int emailSOInfoId);

    /// <summary>Makes a message from its raw text. Nothing is stored.</summary>
    /// <param name="mimeMessage">The whole message with its header (RFC 5322), one character for each byte.</param>
    /// <returns>The message. A broken structure is read as far as possible.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> CreateEMailFromMimeMessageAsync([MessageParameter(Name = "MimeMessage")] string? mimeMessage);
}
