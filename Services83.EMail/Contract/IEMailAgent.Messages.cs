using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> GetEMailAsync(
        [MessageParameter(Name = "Id")] int id,
        [MessageParameter(Name = "IncludeAttachments")] bool includeAttachments);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity?> GetMailFromMessageIdAsync([MessageParameter(Name = "MessageId")] string? messageId);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity?> GetMailFromInReplyToAsync([MessageParameter(Name = "MessageId")] string? messageId);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAttachment> GetAttachmentFromIdAsync(
        [MessageParameter(Name = "MailItemId")] int mailItemId,
        [MessageParameter(Name = "AttachmentId")] string? attachmentId);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailSOInfo> GetEMailSOInfoAsync([MessageParameter(Name = "EMailSOInfoId")] int emailSOInfoId);

    [OperationContract]
    Task MarkEmailsAsReadAsync(
        [MessageParameter(Name = "Ids")] int[]? ids,
        [MessageParameter(Name = "Read")] bool read);

    [OperationContract]
    Task MoveEmailsToFolderAsync(
        [MessageParameter(Name = "FolderId")] int folderId,
        [MessageParameter(Name = "EmailItemIds")] int[]? emailItemIds);

    [OperationContract]
    Task MoveEmailsToTrashAsync([MessageParameter(Name = "Ids")] int[]? ids);

    [OperationContract]
    Task DeleteEmailsAsync(
        [MessageParameter(Name = "Ids")] int[]? ids,
        [MessageParameter(Name = "MoveToFolder")] string? moveToFolder);

    [OperationContract]
    Task SetRepliedAtAsync([MessageParameter(Name = "MessageId")] string? messageId);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> SaveAsync([MessageParameter(Name = "Email")] EMailEntity? email);
}
