using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Accounts that are synchronised with their mail servers. A part of <see cref="IEMailAgent"/>.</summary>
public interface ISyncOperations
{
    /// <summary>Lists the accounts whose time to be synchronised has come: the interval since the last attempt is over.</summary>
    /// <returns>The caller's own accounts, or everybody's for a privileged caller; empty when none is due. Disabled ones are left out.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<SyncUserAccount[]> GetReadySyncEmailAccountsAsync();

    /// <summary>Asks for accounts to be synchronised with their mail servers, without waiting for it.</summary>
    /// <param name="syncUserAccounts">
    /// The accounts, in any number and repeated at will. An <see cref="SyncUserAccount.AccountId"/> of 0 stands for all accounts of the
    /// associate in <see cref="SyncUserAccount.AssociateId"/>, else in <see cref="SyncUserAccount.AssociateName"/> (full or login name);
    /// with neither it asks for nothing. Null, an empty list and nil items ask for nothing.
    /// </param>
    /// <remarks>
    /// The request is stored durably before the reply and survives a restart. An account that waits already is not queued twice, one
    /// that is being synchronised runs once more afterwards, and no account is synchronised twice at the same time. Where the original
    /// let one call run at a time and dropped the others without a word, any number of calls are accepted here. Accounts that do not
    /// exist, and associates without accounts, do not keep the others from being started: the reply's <c>ExtraInfo</c> names them
    /// under <c>UnknownAccountIds</c> and <c>UnknownAssociates</c>. How a synchronisation went is seen in
    /// <see cref="EMailAccount.AccountStatus"/>.
    /// </remarks>
    /// <exception cref="AccessDeniedException">
    /// One of the accounts is somebody else's and the caller is not privileged; none is then started.
    /// </exception>
    [OperationContract]
    Task SyncEmailAccountsAsync([MessageParameter(Name = "SyncUserAccounts")] SyncUserAccount[]? syncUserAccounts);

    /// <summary>Synchronises one account with its mail server and waits for the end.</summary>
    /// <param name="syncUserAccount">Whom to synchronise, as in <see cref="SyncEmailAccountsAsync"/>.</param>
    /// <remarks>
    /// Throttled like any other synchronisation, where the original was not. A client that gives up waiting does not stop the work.
    /// </remarks>
    /// <exception cref="EntityNotFoundException">There is no such account or associate.</exception>
    /// <exception cref="AccessDeniedException">The account is somebody else's and the caller is not privileged.</exception>
    /// <exception cref="MailServerException">The account's server could not be reached or refused.</exception>
    [OperationContract]
    Task SyncEmailAccountAsync([MessageParameter(Name = "SyncUserAccount")] SyncUserAccount? syncUserAccount);
}
