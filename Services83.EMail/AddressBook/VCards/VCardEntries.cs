using System.Globalization;

namespace Services83.EMail.AddressBook.VCards;

/// <summary>Cards as entries of the address book. Groups, places and programs are not persons and are skipped.</summary>
public static class VCardEntries
{
    /// <summary>Types that say how a program uses a value, not what it is for.</summary>
    private static readonly string[] SilentTypes = ["pref", "internet", "voice", "x400"];

    /// <summary>The entries of a file, each with the first line of its card.</summary>
    /// <exception cref="FormatException">The file is broken; the message names the line.</exception>
    public static IEnumerable<(int Line, AddressBookEntry Entry)> Read(byte[] file) =>
        VCardReader.Read(file).Where(IsEntry).Select(card => (card.Line, Entry(card)));

    private static bool IsEntry(VCard card) => Kind(card) is "" or "individual" or "org";

    private static string Kind(VCard card) =>
        (card.Text("KIND") is { Length: > 0 } kind ? kind : card.Text("X-ADDRESSBOOKSERVER-KIND")).ToLowerInvariant();

    private static AddressBookEntry Entry(VCard card)
    {
        var name = card.All("N").FirstOrDefault()?.Components ?? [];
        var organisation = card.All("ORG").OrderBy(property => property.Preference).FirstOrDefault();
        var parts = organisation is null ? [] : OrganisationParts(organisation);
        var fullName = card.Text("FN") is { Length: > 0 } formatted
            ? formatted
            : string.Join(' ', new[] { At(name, 1), At(name, 2), At(name, 0) }.Where(part => part.Length > 0));
        var isOrganisation = Kind(card) == "org"
            || card.Text("X-ABSHOWAS").Equals("COMPANY", StringComparison.OrdinalIgnoreCase)
            || (name.All(part => part.Length == 0) && parts.Count > 0 && (fullName.Length == 0 || fullName == parts[0]));
        return new AddressBookEntry
        {
            Id = card.Text("UID") is { Length: > 0 } uid ? uid : null,
            IsOrganisation = isOrganisation,
            FullName = isOrganisation ? "" : fullName,
            LastName = At(name, 0),
            FirstName = At(name, 1),
            MiddleName = At(name, 2),
            Prefix = At(name, 3),
            Suffix = At(name, 4),
            Organisation = parts.Count > 0 ? parts[0] : isOrganisation ? fullName : "",
            Department = string.Join(", ", parts.Skip(1)),
            Title = card.Text("TITLE"),
            Position = card.Text("ROLE"),
            Note = card.Text("NOTE"),
            BirthDate = BirthDate(card.Text("BDAY")),
            Addresses = [.. Preferred(card, "EMAIL").Select(email => new LabelledAddress(email.Text.Trim(), Description(card, email)))],
            Details = [.. Details(card)],
            Postal = Postal(card),
        };
    }

    private static List<string> OrganisationParts(VCardProperty organisation) =>
        [.. organisation.Components.Where(part => part.Length > 0)];

    private static IEnumerable<PersonDetail> Details(VCard card) =>
    [
        .. Preferred(card, "TEL").Select(tel => new PersonDetail(PhoneKind(tel.Types), WithoutScheme(tel.Text), Description(card, tel))),
        .. Preferred(card, "URL").Select(url => new PersonDetail(DetailKind.Url, url.Text.Trim(), Description(card, url))),
        .. Preferred(card, "IMPP").Select(chat => new PersonDetail(DetailKind.Chat, chat.Text.Trim(), Description(card, chat))),
    ];

    private static DetailKind PhoneKind(IReadOnlyCollection<string> types) =>
        types.Contains("fax") ? DetailKind.Fax
        : types.Contains("cell") || types.Contains("iphone") ? DetailKind.MobilePhone
        : types.Contains("pager") || types.Contains("textphone") ? DetailKind.OtherPhone
        : types.Contains("home") ? DetailKind.PrivatePhone
        : DetailKind.OfficePhone;

    /// <summary>Version 4.0 may write a number as a URI: <c>tel:+47-22-33</c>.</summary>
    private static string WithoutScheme(string number) =>
        (number.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? number["tel:".Length..] : number).Trim();

    private static PostalAddress Postal(VCard card)
    {
        var parts = Preferred(card, "ADR").FirstOrDefault()?.Components ?? [];
        return new PostalAddress
        {
            // Post office box, extended address and street become lines of one field here.
            Street = string.Join(", ", parts.Take(3).Where(part => part.Length > 0)),
            City = At(parts, 3),
            Region = At(parts, 4),
            PostalCode = At(parts, 5),
            Country = At(parts, 6),
        };
    }

    private static IEnumerable<VCardProperty> Preferred(VCard card, string name) =>
        card.All(name).Where(property => property.Text.Trim().Length > 0).OrderBy(property => property.Preference);

    /// <summary>The label of the property's group (as address books of Apple and Google write it), else its types.</summary>
    private static string Description(VCard card, VCardProperty property)
    {
        var label = property.Group.Length == 0 ? null : card.All("X-ABLABEL").FirstOrDefault(candidate => candidate.Group == property.Group);
        return label?.Text.Replace("_$!<", "", StringComparison.Ordinal).Replace(">!$_", "", StringComparison.Ordinal).Trim()
            ?? string.Join(", ", property.Types.Except(SilentTypes));
    }

    /// <summary>A day with or without its year (RFC 6350 section 6.2.5); the time of day is dropped.</summary>
    private static string BirthDate(string value)
    {
        var date = value.Split('T', ' ')[0];
        if (DateTime.TryParseExact(date, ["yyyyMMdd", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return DateTime.TryParseExact(date, ["--MMdd", "--MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var yearless)
            ? yearless.ToString("0002-MM-dd", CultureInfo.InvariantCulture)
            : "";
    }

    private static string At(IReadOnlyList<string> parts, int index) => index < parts.Count ? parts[index] : "";
}
