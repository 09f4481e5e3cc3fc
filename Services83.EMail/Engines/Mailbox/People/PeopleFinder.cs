using Services83.EMail.AddressBook;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.People;

/// <summary>Finds contacts and persons by an address or a name.</summary>
internal sealed class PeopleFinder(CallContext call, AddressLookup addresses, PersonReader persons)
{
    /// <summary>Longer than any address or name.</summary>
    private const int MaxLength = 1000;

    /// <summary>
    /// The persons with the address, and the contacts with this own address, each contact as a person with id 0. An associate that is not a
    /// person of the address book has id 0 too.
    /// </summary>
    /// <exception cref="InvalidArgumentException">The address is too long.</exception>
    public async Task<PersonEntity[]> EntitiesAsync(string? emailAddress)
    {
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
    public async Task<ContactOrPersonFromEmail[]> FindAsync(string? name, string? emailAddress)
    {
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

    /// <summary>The text without white space around it.</summary>
    /// <exception cref="InvalidArgumentException">It is too long.</exception>
    public static string Checked(string argument, string? value) => value?.Trim() is { Length: > MaxLength }
        ? throw new InvalidArgumentException(argument, $"The {argument} has more than {MaxLength} characters.")
        : value?.Trim() ?? "";
}
