using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Synchronises accounts with their mail servers. A part of <see cref="IEMailAgent"/>.</summary>
public interface ISyncOperations
{
    /// <summary>Lists the accounts that are due to be synchronised: the interval since the last attempt is over.</summary>
    /// <returns>The caller's own accounts, or everybody's for a privileged caller; empty when none is due. Disabled ones are left out.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<SyncUserAccount[]> GetReadySyncEmailAccountsAsync();

    /// <summary>Starts to synchronise accounts with their mail servers, without waiting for the end.</summary>
    /// <param name="syncUserAccounts">
    /// The accounts, in any number; repetitions are allowed. An <see cref="SyncUserAccount.AccountId"/> of 0 means all accounts of the
    /// associate in <see cref="SyncUserAccount.AssociateId"/>, else in <see cref="SyncUserAccount.AssociateName"/> (full or login name);
    /// without either it means no account. Null, an empty list and nil items mean no account.
    /// </param>
    /// <remarks>
    /// The request is stored before the reply and survives a restart. An account that is already waiting is not queued twice, an account
    /// that is being synchronised runs once more afterwards, and no account is synchronised twice at the same time. The original let one
    /// call run at a time and silently dropped the others; here any number of calls are accepted. Accounts that do not exist, and
    /// associates without accounts, do not prevent the others from being started: the reply's <c>ExtraInfo</c> lists them under
    /// <c>UnknownAccountIds</c> and <c>UnknownAssociates</c>. <see cref="EMailAccount.AccountStatus"/> shows the result of a
    /// synchronisation.
    /// </remarks>
    /// <exception cref="AccessDeniedException">
    /// One of the accounts belongs to somebody else and the caller is not privileged; then none is started.
    /// </exception>
    [OperationContract]
    Task SyncEmailAccountsAsync([MessageParameter(Name = "SyncUserAccounts")] SyncUserAccount[]? syncUserAccounts);

    /// <summary>Synchronises one account with its mail server and waits for the end.</summary>
    /// <param name="syncUserAccount">The account to synchronise, as in <see cref="SyncEmailAccountsAsync"/>.</param>
    /// <remarks>
    /// Limited like any other synchronisation; the original was not. If a client stops waiting, the work continues.
    /// </remarks>
    /// <exception cref="EntityNotFoundException">There is no such account or associate.</exception>
    /// <exception cref="AccessDeniedException">The account belongs to somebody else and the caller is not privileged.</exception>
    /// <exception cref="MailServerException">The account's server could not be reached or refused.</exception>
    [OperationContract]
    Task SyncEmailAccountAsync([MessageParameter(Name = "SyncUserAccount")] SyncUserAccount? syncUserAccount);
}
