using Services83.EMail.AddressBook;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Engines.Mailbox.People;

/// <summary>Finds contacts and persons for the caller. The address book is open to every caller.</summary>
internal sealed class WebPeopleService(CallContext call, PeopleFinder finder, AddressLookup addresses) : IWebPeopleOperations
{
    /// <summary>Longest text of recipients, in characters: each address is looked up in the address book.</summary>
    private const int MaxRecipientsLength = 100_000;

    /// <summary>First the entries with the address, then the entries with the name; each once.</summary>
    /// <exception cref="InvalidArgumentException">A text is too long, or a number is negative.</exception>
    public async Task<ContactOrPersonFromEmail[]> FindContactOrPersonByEmailNameWithLimitAsync(
        string? name, string? emailAddress, int numberOfContacts, int numberOfPersons)
    {
        call.RequireCaller();
        var contacts = Counted("NumberOfContacts", numberOfContacts);
        var found = await finder.FindAsync(name, emailAddress);
        var people = Counted("NumberOfPersons", numberOfPersons);
        return [.. found.Where(one => one.PersonId != 0 ? people-- > 0 : contacts-- > 0)];
    }

    /// <summary>As a search for person entities finds them: contacts and associates that are no persons have the id 0.</summary>
    /// <exception cref="InvalidArgumentException">The address is too long.</exception>
    public async Task<Person[]> GetPersonsFromEmailAddressAsync(string? emailAddress)
    {
        call.RequireCaller();
        return [.. (await finder.EntitiesAsync(emailAddress)).Select(BriefPerson.Of)];
    }

    /// <exception cref="InvalidArgumentException">The text is too long.</exception>
    public async Task<EMailAddress[]> ResolveEMailRecipientsAsync(string? emailAddress)
    {
        call.RequireCaller();
        if (emailAddress?.Length > MaxRecipientsLength)
        {
            throw new InvalidArgumentException("EmailAddress", $"The recipients have more than {MaxRecipientsLength} characters.");
        }

        // In the parser a line end is white space; people type one recipient to a line.
        var recipients = CarrierMapper.Addresses(AddressList.Parse((emailAddress ?? "").ReplaceLineEndings(",")));
        await addresses.FillAsync(recipients, call.Aborted);
        return recipients;
    }

    private static int Counted(string argument, int number) =>
        number >= 0 ? number : throw new InvalidArgumentException(argument, $"{argument} must be 0 or more.");
}
