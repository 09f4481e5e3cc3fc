using Services83.EMail.AddressBook;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.People;

/// <summary>Finds contacts and persons for the caller. The address book is open to every caller.</summary>
internal sealed class PeopleService(CallContext call, AddressLookup addresses, PersonReader persons) : IPeopleOperations
{
    /// <summary>Longer than any address or name.</summary>
    private const int MaxLength = 1000;

    /// <summary>Most ids in a call: each is looked up in the address book.</summary>
    private const int MaxIds = 10_000;

    /// <summary>Everybody who has the address; an empty address finds nobody.</summary>
    /// <exception cref="InvalidArgumentException">The address is too long.</exception>
    public async Task<EMailAddress[]> FindAddressAsync(string? address)
    {
        call.RequireCaller();
        var text = Checked("Address", address);
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

    /// <summary>
    /// The persons with the address, and the contacts with this own address, each contact as a person with id 0. An associate that is not a
    /// person of the address book has id 0 too.
    /// </summary>
    /// <exception cref="InvalidArgumentException">The address is too long.</exception>
    public async Task<PersonEntity[]> GetPersonEntitiesFromEmailAddressAsync(string? emailAddress)
    {
        call.RequireCaller();
        var text = Checked("EmailAddress", emailAddress);
        if (text.Length == 0)
        {
            return [];
        }

        var found = await persons.PersonsByAddressAsync(text, call.Aborted);
        var contacts = await persons.ContactsByAddressAsync(text, call.Aborted);
        var associates = await addresses.AssociatesAsync(Keys(found, text), call.Aborted);
        return
        [
            .. found.Select(person => PersonMapper.Entity(person, AssociateOf(person, associates))),
            .. contacts.Select(PersonMapper.Entity),
            .. found.Count == 0 ? associates.Take(1).Select(PersonMapper.Entity) : [],
        ];
    }

    /// <summary>First the entries with the address, then the entries with the name; each once.</summary>
    /// <exception cref="InvalidArgumentException">The address or the name is too long.</exception>
    public async Task<ContactOrPersonFromEmail[]> FindContactOrPersonByEmailNameAsync(string? name, string? emailAddress)
    {
        call.RequireCaller();
        var (sender, address) = (Checked("Name", name), Checked("EmailAddress", emailAddress));
        var found = new List<ContactOrPersonFromEmail>();
        found.AddRange((await persons.PersonsByAddressAsync(address, call.Aborted)).Select(person => PersonMapper.Found(person, address)));
        found.AddRange((await persons.ContactsByAddressAsync(address, call.Aborted)).Select(contact => PersonMapper.Found(contact, address)));
        found.AddRange((await persons.PersonsByNameAsync(sender, call.Aborted)).Select(person => PersonMapper.Found(person, null)));
        found.AddRange((await persons.ContactsByNameAsync(sender, call.Aborted)).Select(contact => PersonMapper.Found(contact, null)));
        return [.. found.DistinctBy(one => one.PersonId == 0 ? (0, one.ContactId) : (one.PersonId, 0))];
    }

    /// <summary>An associate is the person that has the associate's address, whichever address was searched.</summary>
    private static AssociateMatch? AssociateOf(StoredPerson person, IReadOnlyList<AssociateMatch> associates) =>
        associates.FirstOrDefault(associate => person.Addresses.Any(address => AddressKey.Of(address.Address) == associate.EmailKey));

    private static HashSet<string> Keys(IEnumerable<StoredPerson> persons, string address) =>
        [AddressKey.Of(address), .. persons.SelectMany(person => person.Addresses).Select(one => AddressKey.Of(one.Address))];

    private static string Checked(string argument, string? value) => value?.Trim() is { Length: > MaxLength }
        ? throw new InvalidArgumentException(argument, $"The {argument} has more than {MaxLength} characters.")
        : value?.Trim() ?? "";
}
