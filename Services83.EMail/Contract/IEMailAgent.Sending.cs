using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity[]> SendAsync([MessageParameter(Name = "Emails")] EMailEntity[]? emails);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> CreateForwardEmailAsync([MessageParameter(Name = "Email")] EMailEntity? email);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> SaveDraftAsync([MessageParameter(Name = "Entity")] EMailEntity? entity);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> SaveToMailServerAsync([MessageParameter(Name = "Email")] EMailEntity? email);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string> SendAndSaveEmailToTmpDocumentAsync(
        [MessageParameter(Name = "Email")] EMailEntity? email,
        [MessageParameter(Name = "StripAttachments")] bool stripAttachments);
}
