using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.Accounts;

/// <summary>Turns stored accounts into carriers. The stored form has no password, so none can be returned.</summary>
internal static class AccountMapper
{
    public static EMailAccount ToCarrier(StoredAccount account) => new()
    {
        EMailAccountId = account.AccountId,
        EMailAddress = account.EmailAddress,
        AssociateId = account.AssociateId,
        IncomingCredentials = ToCarrier(account.Incoming, account.Protocol),
        OutgoingCredentials = ToCarrier(account.Outgoing, MailProtocol.Smtp),
        AccountStatus = (short)account.Status,
        ErrorCount = account.ErrorCount,
        ErrorReason = account.ErrorReason,
    };

    private static ServiceAuth? ToCarrier(StoredLogin? login, MailProtocol protocol) => login is null ? null : new ServiceAuth
    {
        ServiceAuthId = login.ServiceAuthId,
        Server = login.Endpoint.ToServerName(protocol),
        Port = login.Port,
        AuthType = login.AuthType,
        Username = login.UserName,
    };
}
