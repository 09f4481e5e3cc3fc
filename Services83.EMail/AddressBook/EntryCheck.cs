namespace Services83.EMail.AddressBook;

/// <summary>Checks whether an entry of a file can be stored.</summary>
public static class EntryCheck
{
    private const int MaxAddressLength = 320;
    private const int MaxTextLength = 1000;
    private const int MaxNoteLength = 2047;
    private const int MaxValues = 100;

    /// <summary>
    /// Fills in derived values: a person without a name gets its address as the name, and a note is cut to 2047 characters.
    /// </summary>
    public static AddressBookEntry Complete(AddressBookEntry entry) => entry with
    {
        FullName = entry is { IsOrganisation: false, FullName.Length: 0, Addresses.Count: > 0 } ? entry.Addresses[0].Address : entry.FullName,
        Note = entry.Note.Length > MaxNoteLength ? entry.Note[..MaxNoteLength] : entry.Note,
    };

    /// <summary>What is wrong with the entry, as a sentence; null when nothing is.</summary>
    public static string? Problem(AddressBookEntry entry)
    {
        if ((entry.IsOrganisation ? entry.Organisation : entry.FullName).Length == 0)
        {
            return "There is neither a name nor an address.";
        }

        if (entry.Addresses.Count > MaxValues || entry.Details.Count > MaxValues)
        {
            return $"There are more than {MaxValues} addresses or numbers.";
        }

        if (entry.Addresses.FirstOrDefault(address => !IsAddress(address.Address)) is { } wrong)
        {
            return $"'{wrong.Address}' is not an e-mail address.";
        }

        return Texts(entry).Any(text => text.Length > MaxTextLength) ? $"A text has more than {MaxTextLength} characters." : null;
    }

    private static bool IsAddress(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0 && at < address.Length - 1 && address.Length <= MaxAddressLength
            && !address.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is '<' or '>' or ',' or ';');
    }

    private static IEnumerable<string> Texts(AddressBookEntry entry) =>
    [
        entry.Id ?? "", entry.FullName, entry.FirstName, entry.MiddleName, entry.LastName, entry.Prefix, entry.Suffix, entry.Title,
        entry.Position, entry.Organisation, entry.Department, entry.OrgNr, entry.Postal.Street, entry.Postal.PostalCode,
        entry.Postal.City, entry.Postal.Region, entry.Postal.Country,
        .. entry.Addresses.Select(address => address.Description),
        .. entry.Details.SelectMany(detail => (string[])[detail.Value, detail.Description]),
    ];
}
