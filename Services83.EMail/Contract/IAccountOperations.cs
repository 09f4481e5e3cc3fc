using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Accounts on mail servers, and the logins that are stored for them. A part of <see cref="IEMailAgent"/>.</summary>
public interface IAccountOperations
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

    /// <summary>Stores an account: a new one when its key is 0, otherwise the one with that key.</summary>
    /// <param name="emailAccount">
    /// The account. A password that is null or empty leaves the stored one as it is; read-only members are ignored.
    /// </param>
    /// <returns>The account as it is stored, without passwords.</returns>
    /// <exception cref="EntityNotFoundException">There is no account with that key, or it belongs to somebody else.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAccount> SaveEMailAccountAsync([MessageParameter(Name = "EMailAccount")] EMailAccount? emailAccount);

    /// <summary>Deletes an account together with everything that is cached for it. The mail on its server stays.</summary>
    /// <param name="emailAccountId">Key of the account.</param>
    /// <exception cref="EntityNotFoundException">There is no such account, or it belongs to somebody else.</exception>
    [OperationContract]
    Task DeleteEMailAccountAsync([MessageParameter(Name = "EMailAccountId")] int emailAccountId);
}
