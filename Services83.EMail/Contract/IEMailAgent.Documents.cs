using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> GetEMailFromDocumentIdAsync([MessageParameter(Name = "DocumentId")] int documentId);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> GetEMailFromDocumentIdWithoutAttachmentStreamAsync([MessageParameter(Name = "DocumentId")] int documentId);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> CreateEMailFromDocumentEntityAsync([MessageParameter(Name = "DocumentEntity")] DocumentEntity? documentEntity);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> CreateEMailFromMimeMessageAsync([MessageParameter(Name = "MimeMessage")] string? mimeMessage);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string> SaveEmailToTmpDocumentAsync(
        [MessageParameter(Name = "Email")] EMailEntity? email,
        [MessageParameter(Name = "FolderId")] int folderId,
        [MessageParameter(Name = "StripAttachments")] bool stripAttachments);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> GetEMailFromTempAsync([MessageParameter(Name = "FileName")] string? fileName);
}
