using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAddress> CreateDefaultEMailAddressAsync();

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAttachment> CreateDefaultEMailAttachmentAsync();

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailConnectionInfo> CreateDefaultEMailConnectionInfoAsync();

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailConnectionInfoExtended> CreateDefaultEMailConnectionInfoExtendedAsync();

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailCustomHeader> CreateDefaultEMailCustomHeaderAsync();

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> CreateDefaultEMailEntityAsync();

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEnvelope> CreateDefaultEMailEnvelopeAsync();

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailFolder> CreateDefaultEMailFolderAsync();

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailSOInfo> CreateDefaultEMailSOInfoAsync();

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAccount> CreateDefaultEMailAccountAsync();
}
