using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> AuthenticateIncomingAsync([MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> AuthenticateOutgoingAsync([MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string[]> GetFolderListAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "IncludeItemCount")] bool includeItemCount);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailFolder[]> GetFolderInfoAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "Folders")] string[]? folders);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<int> GetFolderEMailCountAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "OnlyUnread")] bool onlyUnread);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> GetFolderHasNewEMailAsync([MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<int> RefreshFolderAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "Folders")] string[]? folders);

    [OperationContract]
    Task CreateFolderAsync([MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo);

    [OperationContract]
    Task DeleteFolderAsync([MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo);

    [OperationContract]
    Task EmptyFolderAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MoveToFolder")] string? moveToFolder);

    [OperationContract]
    Task SetSubscriptionAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "Folders")] EMailFolder[]? folders);
}
