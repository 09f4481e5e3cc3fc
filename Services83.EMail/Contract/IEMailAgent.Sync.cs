using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    /// <summary>Lists the accounts whose time to be synchronised has come.</summary>
    /// <returns>The caller's own accounts, or everybody's for an administrator; empty when none is due.</returns>
    /// <remarks>
    /// An account that is being synchronised, waits for it already, or has to be mended by somebody first is not listed.
    /// </remarks>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<SyncUserAccount[]> GetReadySyncEmailAccountsAsync();

    /// <summary>Asks for accounts to be synchronised with their mail servers, without waiting for it.</summary>
    /// <param name="syncUserAccounts">
    /// The accounts; only <see cref="SyncUserAccount.AccountId"/> counts. An empty list asks for nothing.
    /// </param>
    /// <remarks>
    /// The request is stored durably before the reply and survives a restart. An account that waits already is not queued twice, and
    /// no account is synchronised twice at the same time. Where the original let one call run at a time and dropped the others
    /// without a word, any number of calls are accepted here. How it went is seen in <see cref="EMailAccount.AccountStatus"/>.
    /// </remarks>
    /// <exception cref="EntityNotFoundException">One of the accounts does not exist; none is then queued.</exception>
    /// <exception cref="AccessDeniedException">
    /// One of the accounts is somebody else's and the caller is no administrator; none is then queued.
    /// </exception>
    [OperationContract]
    Task SyncEmailAccountsAsync([MessageParameter(Name = "SyncUserAccounts")] SyncUserAccount[]? syncUserAccounts);

    /// <summary>Asks for one account to be synchronised with its mail server.</summary>
    /// <param name="syncUserAccount">The account; only <see cref="SyncUserAccount.AccountId"/> counts.</param>
    /// <remarks>As <see cref="SyncEmailAccountsAsync"/> with one account; throttled like it, where the original was not.</remarks>
    /// <exception cref="EntityNotFoundException">There is no such account.</exception>
    /// <exception cref="AccessDeniedException">The account is somebody else's and the caller is no administrator.</exception>
    [OperationContract]
    Task SyncEmailAccountAsync([MessageParameter(Name = "SyncUserAccount")] SyncUserAccount? syncUserAccount);
}
