using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>The account that the caller logged in to last. A part of <see cref="IEMailAgent"/>.</summary>
public interface ICurrentAccountOperations
{
    /// <summary>Reads the account that the caller logged in to last.</summary>
    /// <returns>The account without passwords; null when the caller has none.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAccount?> GetCurrentAccountAsync();

    /// <summary>Returns the key of the account that the caller logged in to last.</summary>
    /// <returns>Key of the account; 0 when the caller has none.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<int> GetCurrentAccountIdAsync();

    /// <summary>Tries to log in to the caller's account, at the server for incoming and the one for outgoing mail.</summary>
    /// <returns>Whether both accept the login; false when the caller has no account.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> TestAuthenticateAsync();
}
