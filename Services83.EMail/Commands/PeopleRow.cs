using System.Globalization;
using Services83.EMail.AddressBook;

namespace Services83.EMail.Commands;

/// <summary>A person or an organisation as a line of a CSV file.</summary>
internal static class PeopleRow
{
    public static IReadOnlyList<string> Columns { get; } =
    [
        "id", "name", "first_name", "middle_name", "last_name", "prefix", "suffix", "title", "position", "organisation", "department",
        "organisation_number", "email", "office_phone", "mobile_phone", "private_phone", "fax", "url", "street", "postal_code", "city",
        "region", "country", "birth_date", "note",
    ];

    /// <summary>Reads a row: a person, or an organisation if there is no name of a person.</summary>
    /// <exception cref="CommandException">The date of birth is not a date.</exception>
    public static AddressBookEntry Parse(IReadOnlyDictionary<string, string> row)
    {
        string Of(string column) => row.GetValueOrDefault(column)?.Trim() ?? "";

        var spoken = string.Join(' ', new[] { Of("first_name"), Of("middle_name"), Of("last_name") }.Where(part => part.Length > 0));
        var fullName = Of("name").Length > 0 ? Of("name") : spoken;
        return new AddressBookEntry
        {
            Id = Of("id").Length > 0 ? Of("id") : null,
            IsOrganisation = fullName.Length == 0 && Of("organisation").Length > 0,
            FullName = fullName,
            FirstName = Of("first_name"),
            MiddleName = Of("middle_name"),
            LastName = Of("last_name"),
            Prefix = Of("prefix"),
            Suffix = Of("suffix"),
            Title = Of("title"),
            Position = Of("position"),
            Organisation = Of("organisation"),
            Department = Of("department"),
            OrgNr = Of("organisation_number"),
            Addresses = [.. Several(Of("email")).Select(address => new LabelledAddress(address, ""))],
            Details =
            [
                .. Details(DetailKind.OfficePhone, Of("office_phone")), .. Details(DetailKind.MobilePhone, Of("mobile_phone")),
                .. Details(DetailKind.PrivatePhone, Of("private_phone")), .. Details(DetailKind.Fax, Of("fax")),
                .. Details(DetailKind.Url, Of("url")),
            ],
            Postal = new PostalAddress
            {
                Street = Of("street"), PostalCode = Of("postal_code"), City = Of("city"), Region = Of("region"), Country = Of("country"),
            },
            BirthDate = BirthDate(Of("birth_date")),
            Note = Of("note"),
        };
    }

    private static IEnumerable<PersonDetail> Details(DetailKind kind, string values) =>
        Several(values).Select(value => new PersonDetail(kind, value, ""));

    private static string[] Several(string values) =>
        values.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string BirthDate(string text) =>
        text.Length == 0 || DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? text
            : throw new CommandException($"The birth_date '{text}' is not a date such as 1980-02-29.");
}
