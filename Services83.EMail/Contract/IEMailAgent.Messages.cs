using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    /// <summary>Reads a cached message.</summary>
    /// <param name="id">Key of the message.</param>
    /// <param name="includeAttachments">
    /// Whether to return the bytes of attachments; they may have to be fetched from the mail server.
    /// </param>
    /// <returns>The message.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message.</exception>
    [OperationContract]
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

    /// <summary>Marks messages as read or unread, in the database and on the server.</summary>
    /// <param name="ids">Keys of the messages. Ones that do not exist are passed over.</param>
    /// <param name="read">True for read.</param>
    [OperationContract]
    Task MarkEmailsAsReadAsync(
        [MessageParameter(Name = "Ids")] int[]? ids,
        [MessageParameter(Name = "Read")] bool read);

    /// <summary>Moves messages to another folder, in the database and on the server. They keep their keys.</summary>
    /// <param name="folderId">Key of the folder to move them to.</param>
    /// <param name="emailItemIds">Keys of the messages. Ones that do not exist are passed over.</param>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    [OperationContract]
    Task MoveEmailsToFolderAsync(
        [MessageParameter(Name = "FolderId")] int folderId,
        [MessageParameter(Name = "EmailItemIds")] int[]? emailItemIds);

    /// <summary>Moves messages to their account's folder for deleted mail.</summary>
    /// <param name="ids">Keys of the messages. Ones that do not exist are passed over.</param>
    [OperationContract]
    Task MoveEmailsToTrashAsync([MessageParameter(Name = "Ids")] int[]? ids);

    /// <summary>Deletes messages, or moves them to another folder instead.</summary>
    /// <param name="ids">Keys of the messages. Ones that do not exist are passed over.</param>
    /// <param name="moveToFolder">Name of the folder to move them to; null or empty to delete them for good.</param>
    [OperationContract]
    Task DeleteEmailsAsync(
        [MessageParameter(Name = "Ids")] int[]? ids,
        [MessageParameter(Name = "MoveToFolder")] string? moveToFolder);

    /// <summary>Notes that a message has just been answered.</summary>
    /// <param name="messageId">
    /// The Message-ID of the message, with or without angle brackets. One that is not known is passed over.
    /// </param>
    [OperationContract]
    Task SetRepliedAtAsync([MessageParameter(Name = "MessageId")] string? messageId);

    /// <summary>Stores a message in the database only.</summary>
    /// <param name="email">The message; a new one when its key is 0.</param>
    /// <returns>The message as it is stored, with its key.</returns>
    /// <exception cref="EntityNotFoundException">There is no message with that key.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> SaveAsync([MessageParameter(Name = "Email")] EMailEntity? email);
}
