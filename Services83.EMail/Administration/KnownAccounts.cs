using Services83.EMail.Storage;

namespace Services83.EMail.Administration;

/// <summary>Finds the stored account that a description means, without a query for each description.</summary>
internal sealed class KnownAccounts(IReadOnlyList<StoredAccount> accounts)
{
    private readonly ILookup<(int AssociateId, string Host, string User), StoredAccount> _byLogin = accounts.Where(account => account.Incoming is not null)
        .ToLookup(account => (account.AssociateId, account.Incoming!.Host, account.Incoming.UserName.ToUpperInvariant()));

    private readonly ILookup<(int AssociateId, string Key), StoredAccount> _byAddress =
        accounts.ToLookup(account => (account.AssociateId, NameKey.Of(account.EmailAddress)));

    /// <summary>The associate's account with that login, else its only account with that address; null for a new account.</summary>
    /// <param name="associateId">The owner.</param>
    /// <param name="host">The server for incoming mail, in its canonical form.</param>
    /// <param name="userName">The login name at the server, in any letter case.</param>
    /// <param name="address">The e-mail address, in any letter case.</param>
    public StoredAccount? Find(int associateId, string host, string userName, string address) =>
        _byLogin[(associateId, host, userName.ToUpperInvariant())].FirstOrDefault()
        ?? (_byAddress[(associateId, NameKey.Of(address))].Take(2).ToList() is [var only] ? only : null);
}
