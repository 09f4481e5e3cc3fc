using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Administration;

/// <summary>What an administrator does with the users (associates) who may call.</summary>
internal sealed class UserAdministration(AssociateStore associates, AccountStore accounts, TicketStore tickets)
{
    /// <exception cref="EntityNotFoundException">There is no such user.</exception>
    public async Task<StoredAssociate> RequireAsync(string loginName, CancellationToken cancellationToken) =>
        await associates.FindByLoginNameAsync(loginName, cancellationToken)
        ?? throw new EntityNotFoundException($"There is no associate with the login name '{loginName}'.", "loginName", loginName);

    /// <exception cref="EntityNotFoundException">There is no such user.</exception>
    public async Task<StoredAssociate> RequireAsync(int associateId, CancellationToken cancellationToken) =>
        await associates.FindByIdAsync(associateId, cancellationToken)
        ?? throw new EntityNotFoundException($"There is no associate {associateId}.", "associateId", $"{associateId}");

    /// <summary>Adds a user.</summary>
    /// <exception cref="InvalidArgumentException">The login name or the id is taken or cannot be used, or the password is too simple.</exception>
    public Task<StoredAssociate> AddAsync(StoredAssociate user, string password, CancellationToken cancellationToken)
    {
        PasswordRule.Require(user.LoginName, password);
        return associates.AddAsync(user, password, cancellationToken);
    }

    /// <summary>Changes the name, the address, the kind and the rights.</summary>
    /// <exception cref="EntityNotFoundException">There is no such user.</exception>
    public Task ChangeAsync(StoredAssociate user, CancellationToken cancellationToken) => associates.UpdateAsync(user, cancellationToken);

    /// <summary>Sets a new password and ends all tickets of the user.</summary>
    /// <exception cref="InvalidArgumentException">The password is too simple.</exception>
    /// <exception cref="EntityNotFoundException">There is no such user.</exception>
    public Task SetPasswordAsync(StoredAssociate user, string password, CancellationToken cancellationToken)
    {
        PasswordRule.Require(user.LoginName, password);
        return associates.SetPasswordAsync(user.AssociateId, password, cancellationToken);
    }

    /// <summary>Refuses a user from now on, or accepts it again; ends all its tickets.</summary>
    /// <exception cref="EntityNotFoundException">There is no such user.</exception>
    public Task SetDisabledAsync(StoredAssociate user, bool disabled, CancellationToken cancellationToken) =>
        associates.SetDisabledAsync(user.AssociateId, disabled, cancellationToken);

    /// <summary>The accounts of a user, which are removed with it.</summary>
    public Task<IReadOnlyList<AccountOwner>> AccountsOfAsync(StoredAssociate user, CancellationToken cancellationToken) =>
        accounts.OfAssociateAsync(user.AssociateId, cancellationToken);

    /// <summary>
    /// Removes a user with its accounts and all that is cached for them. What it has archived stays. If it is interrupted, the user is disabled
    /// and some accounts are deleted; the next call does the rest.
    /// </summary>
    /// <exception cref="EntityNotFoundException">There is no such user.</exception>
    /// <exception cref="InvalidArgumentException">An account was added meanwhile.</exception>
    public async Task RemoveAsync(StoredAssociate user, CancellationToken cancellationToken)
    {
        await associates.SetDisabledAsync(user.AssociateId, disabled: true, cancellationToken);
        foreach (var account in await AccountsOfAsync(user, cancellationToken))
        {
            await accounts.DeleteAsync(account.AccountId, cancellationToken);
        }

        await associates.RemoveAsync(user.AssociateId, cancellationToken);
    }

    /// <summary>Ends all tickets of a user.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> RevokeTicketsAsync(StoredAssociate user, CancellationToken cancellationToken) =>
        tickets.RevokeAsync(Scope.Of(user.AssociateId), cancellationToken);
}
