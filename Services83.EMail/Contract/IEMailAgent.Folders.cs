using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailFolder[]> CacheFolderListAsync();

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEnvelope[]> GetNewMailAsync([MessageParameter(Name = "Folders")] int[]? folders);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> HasNewMailAsync(
        [MessageParameter(Name = "MailItemId")] int mailItemId,
        [MessageParameter(Name = "FolderId")] int folderId);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string> RefreshFolderForAssociateAsync([MessageParameter(Name = "Folders")] string[]? folders);

    [OperationContract]
    Task ToggleSubscriptionAsync(
        [MessageParameter(Name = "FolderId")] int folderId,
        [MessageParameter(Name = "SubscriptionStatus")] bool subscriptionStatus);
}
