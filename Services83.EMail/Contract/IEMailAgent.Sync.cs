using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<SyncUserAccount[]> GetReadySyncEmailAccountsAsync();

    [OperationContract]
    Task SyncEmailAccountsAsync([MessageParameter(Name = "SyncUserAccounts")] SyncUserAccount[]? syncUserAccounts);

    [OperationContract]
    Task SyncEmailAccountAsync([MessageParameter(Name = "SyncUserAccount")] SyncUserAccount? syncUserAccount);
}
