using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> AuthenticateAsync([MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string[]> GetEmailMessageIdsAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string[]> GetEmailsAsStringAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended,
        [MessageParameter(Name = "MessageIds")] string[]? messageIds);

    [OperationContract]
    Task DeleteExtendedAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended,
        [MessageParameter(Name = "MessageIds")] string[]? messageIds);

    [OperationContract]
    Task RelayMessageAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended,
        [MessageParameter(Name = "Rfc822")] string? rfc822,
        [MessageParameter(Name = "From")] string? from,
        [MessageParameter(Name = "Recipients")] string[]? recipients);
}
