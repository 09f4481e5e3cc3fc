using Services83.EMail.AddressBook;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Mailbox.People;

/// <summary>Finds contacts and persons for the caller. The address book is open to every caller.</summary>
internal sealed class PeopleService(CallContext call, AddressLookup addresses, PeopleFinder finder) : IPeopleOperations
{
    /// <summary>Most ids in a call: each is looked up in the address book.</summary>
    private const int MaxIds = 10_000;

    /// <summary>Everybody who has the address; an empty address finds nobody.</summary>
    /// <exception cref="InvalidArgumentException">The address is too long.</exception>
    public async Task<EMailAddress[]> FindAddressAsync(string? address)
    {
        call.RequireCaller();
        var text = PeopleFinder.Checked("Address", address);
        return text.Length == 0 ? [] : [.. await addresses.FindAsync(text, call.Aborted)];
    }

    /// <summary>The stored addresses with these ids, in their order; ids that do not exist are skipped.</summary>
    /// <exception cref="InvalidArgumentException">There are more than 10,000 ids.</exception>
    public async Task<EMailAddress[]> GetEMailAddressesAsync(int[]? emailIds)
    {
        call.RequireCaller();
        if (emailIds?.Length > MaxIds)
        {
            throw new InvalidArgumentException("EmailIds", $"There are {emailIds.Length} EmailIds; at most {MaxIds} are allowed.");
        }

        return emailIds is null or [] ? [] : [.. await addresses.ReadAsync(emailIds, call.Aborted)];
    }

    /// <inheritdoc cref="PeopleFinder.EntitiesAsync"/>
    public Task<PersonEntity[]> GetPersonEntitiesFromEmailAddressAsync(string? emailAddress)
    {
        call.RequireCaller();
        return finder.EntitiesAsync(emailAddress);
    }

    /// <inheritdoc cref="PeopleFinder.FindAsync"/>
    public Task<ContactOrPersonFromEmail[]> FindContactOrPersonByEmailNameAsync(string? name, string? emailAddress)
    {
        call.RequireCaller();
        return finder.FindAsync(name, emailAddress);
    }
}
