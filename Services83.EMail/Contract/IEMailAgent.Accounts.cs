using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAccount> GetEMailAccountAsync([MessageParameter(Name = "EMailAccountId")] int emailAccountId);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAccount> GetEMailAccountFromEMailAddressAsync([MessageParameter(Name = "FromAddress")] string? fromAddress);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAccount?> GetCurrentAccountAsync();

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<int> GetCurrentAccountIdAsync();

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAccount> SaveEMailAccountAsync([MessageParameter(Name = "EMailAccount")] EMailAccount? emailAccount);

    [OperationContract]
    Task DeleteEMailAccountAsync([MessageParameter(Name = "EMailAccountId")] int emailAccountId);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> TestAuthenticateAsync();
}
