using Services83.EMail.AddressBook;
using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Calendars;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Engines.Mailbox.People;

/// <summary>Finds contacts and persons for the caller. The address book is open to every caller.</summary>
internal sealed class WebPeopleService(CallContext call, PeopleFinder finder, AddressLookup addresses, CachedCalendars calendars) : IWebPeopleOperations
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

    /// <summary>The name in the appointment is used for somebody who is not in the address book.</summary>
    /// <exception cref="EntityNotFoundException">There is no such message or appointment, or nobody has the address.</exception>
    /// <exception cref="InvalidArgumentException">The address is too long.</exception>
    public async Task<Person> GetParticipantInfoFromEmailAddressAsync(string? emailAddress, int appointmentId)
    {
        call.RequireCaller();
        var address = PeopleFinder.Checked("EmailAddress", emailAddress);
        var participant = appointmentId == 0 ? null : await ParticipantAsync(address, appointmentId);
        if (await finder.EntitiesAsync(address) is [var known, ..])
        {
            return BriefPerson.Of(known);
        }

        return participant is not null
            ? BriefPerson.Of(participant.Name ?? "", participant.Address)
            : throw new EntityNotFoundException($"Neither the appointment nor the address book has '{address}'.", "EmailAddress", address);
    }

    private async Task<CalendarUser?> ParticipantAsync(string address, int itemId)
    {
        var main = (await calendars.RequireAsync(itemId, "AppointmentId")).Calendar.Main!;
        CalendarUser?[] all = [main.Organizer, .. main.Attendees];
        return Array.Find(all, one => address.Equals(one?.Address, StringComparison.OrdinalIgnoreCase));
    }

    private static int Counted(string argument, int number) =>
        number >= 0 ? number : throw new InvalidArgumentException(argument, $"{argument} must be 0 or more.");
}
