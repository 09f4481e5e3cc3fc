using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    /// <summary>Reads an account.</summary>
    /// <param name="emailAccountId">Key of the account.</param>
    /// <returns>The account, without passwords.</returns>
    /// <exception cref="EntityNotFoundException">There is no such account, or it belongs to somebody else.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAccount> GetEMailAccountAsync([MessageParameter(Name = "EMailAccountId")] int emailAccountId);

    /// <summary>Finds the caller's account that sends from an address.</summary>
    /// <param name="fromAddress">The address, in any letter case.</param>
    /// <returns>The account without passwords, or an empty one with key 0 when none has that address.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAccount> GetEMailAccountFromEMailAddressAsync([MessageParameter(Name = "FromAddress")] string? fromAddress);

    /// <summary>Reads the account that the caller logged in to last.</summary>
    /// <returns>The account without passwords; null when the caller has none.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAccount?> GetCurrentAccountAsync();

    /// <summary>Tells which account the caller logged in to last.</summary>
    /// <returns>Key of the account; 0 when the caller has none.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<int> GetCurrentAccountIdAsync();

    /// <summary>Stores an account: a new one when its key is 0, otherwise the one with that key.</summary>
    /// <param name="emailAccount">
    /// The account. A password that is null or empty leaves the stored one as it is; read-only members are ignored.
    /// </param>
    /// <returns>The account as it is stored, without passwords.</returns>
    /// <exception cref="EntityNotFoundException">There is no account with that key, or it belongs to somebody else.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAccount> SaveEMailAccountAsync([MessageParameter(Name = "EMailAccount")] EMailAccount? emailAccount);

    /// <summary>Deletes an account together with what is cached of it. The mail on its server stays.</summary>
    /// <param name="emailAccountId">Key of the account.</param>
    /// <exception cref="EntityNotFoundException">There is no such account, or it belongs to somebody else.</exception>
    [OperationContract]
    Task DeleteEMailAccountAsync([MessageParameter(Name = "EMailAccountId")] int emailAccountId);

    /// <summary>Tries to log in to the caller's account, at the server for incoming and the one for outgoing mail.</summary>
    /// <returns>Whether both let it in; false when the caller has no account.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> TestAuthenticateAsync();
}
