using System.Globalization;
using Services83.EMail.AddressBook;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.People;

/// <summary>Turns the rows of the address book into the carriers of the contract. Missing texts and lists are empty, not null.</summary>
internal static class PersonMapper
{
    public static PersonEntity Entity(StoredPerson person, AssociateMatch? associate)
    {
        var entity = Empty();
        entity.PersonId = person.PersonId;
        entity.Firstname = person.FirstName;
        entity.MiddleName = person.MiddleName;
        entity.Lastname = person.LastName;
        entity.Mrmrs = person.Prefix;
        entity.Salutation = person.Suffix;
        entity.Title = person.Title;
        entity.FullName = person.FullName;
        entity.FormalName = Join(" ", person.Prefix, person.FullName, person.Suffix);
        entity.Description = person.Note;
        entity.PersonNumber = person.ExternalId ?? "";
        entity.CreatedDate = person.CreatedAt.UtcDateTime;
        entity.UpdatedDate = person.UpdatedAt.UtcDateTime;
        entity.BirthDate = BirthDate(person.BirthDate);
        entity.Position = person.Position.Length > 0 ? new Position { Value = person.Position, Tooltip = "" } : null;
        entity.Emails = [.. person.Addresses.Select(address => Element(address.Address, AddressKey.Of(address.Address), address.Description))];
        AddDetails(entity, person.Details);
        entity.Address = Address(person.Street, person.PostalCode, person.City, person.Region);
        entity.UsePersonAddress = entity.Address.LocalizedAddress!.Length > 0;
        entity.Country = Country(person.Country);
        entity.Contact = person.Contact is { } contact ? Contact(contact) : null;
        SetAssociate(entity, associate, person.PersonId);
        return entity;
    }

    /// <summary>A contact that has an address of its own, without a person.</summary>
    public static PersonEntity Entity(StoredContact contact)
    {
        var entity = Empty();
        entity.Contact = Contact(contact);
        entity.Country = Country(contact.Country);
        entity.CreatedDate = contact.CreatedAt.UtcDateTime;
        entity.UpdatedDate = contact.UpdatedAt.UtcDateTime;
        return entity;
    }

    /// <summary>An associate that is not a person of the address book.</summary>
    public static PersonEntity Entity(AssociateMatch associate)
    {
        var entity = Empty();
        entity.FullName = associate.FullName;
        entity.FormalName = associate.FullName;
        entity.Emails = [Element(associate.EmailAddress, associate.EmailKey, "")];
        SetAssociate(entity, associate, 0);
        return entity;
    }

    /// <param name="matched">The address that was searched; null when the name was found.</param>
    public static ContactOrPersonFromEmail Found(StoredPerson person, string? matched) => new()
    {
        PersonId = person.PersonId,
        FullName = person.FullName,
        EmailAddress = Matched(person.Addresses, matched),
        ContactId = person.ContactId,
        ContactName = person.Contact?.Name ?? "",
        ContactDepartment = person.Contact?.Department ?? "",
        SortName = person.FullName,
    };

    /// <param name="matched">The address that was searched; null when the name was found.</param>
    public static ContactOrPersonFromEmail Found(StoredContact contact, string? matched) => new()
    {
        FullName = "",
        EmailAddress = Matched(contact.Addresses, matched),
        ContactId = contact.ContactId,
        ContactName = contact.Name,
        ContactDepartment = contact.Department,
        SortName = contact.Name,
    };

    private static string Matched(IReadOnlyList<LabelledAddress> addresses, string? matched) =>
        (matched is null ? null : addresses.FirstOrDefault(address => AddressKey.Of(address.Address) == AddressKey.Of(matched)))?.Address
        ?? (addresses.Count > 0 ? addresses[0].Address : "");

    private static PersonEntity Empty() => new()
    {
        Firstname = "", MiddleName = "", Lastname = "", Mrmrs = "", Title = "", Description = "", PersonNumber = "", FullName = "",
        FormalName = "", Post1 = "", Post2 = "", Post3 = "", Kanafname = "", Kanalname = "", Salutation = "", DbiKey = "",
        Emails = [], PrivatePhones = [], Faxes = [], MobilePhones = [], OfficePhones = [], OtherPhones = [], Urls = [], ChatEmails = [],
        InternetPhones = [], Interests = [], UserDefinedFields = [], ExtraFields = [],
        Address = new Address { LocalizedAddress = [] },
    };

    private static void AddDetails(PersonEntity entity, IReadOnlyList<PersonDetail> details)
    {
        EntityElement[] Of(DetailKind kind) =>
            [.. details.Where(detail => detail.Kind == kind).Select(detail => Element(detail.Value, Stripped(detail), detail.Description))];

        entity.OfficePhones = Of(DetailKind.OfficePhone);
        entity.MobilePhones = Of(DetailKind.MobilePhone);
        entity.PrivatePhones = Of(DetailKind.PrivatePhone);
        entity.Faxes = Of(DetailKind.Fax);
        entity.OtherPhones = Of(DetailKind.OtherPhone);
        entity.Urls = Of(DetailKind.Url);
        entity.ChatEmails = Of(DetailKind.Chat);
        entity.InternetPhones = Of(DetailKind.InternetPhone);
    }

    private static string Stripped(PersonDetail detail) => detail.Kind is DetailKind.Url or DetailKind.Chat or DetailKind.InternetPhone
        ? detail.Value
        : string.Concat(detail.Value.Where(character => char.IsAsciiDigit(character) || character == '+'));

    private static EntityElement Element(string value, string stripped, string description) =>
        new() { Value = value, StrippedValue = stripped, Description = description };

    private static Contact Contact(StoredContact contact) => new()
    {
        ContactId = contact.ContactId,
        Name = contact.Name,
        OrgNr = contact.OrgNr,
        Department = contact.Department,
        URL = contact.Url,
        City = contact.City,
        DirectPhone = contact.Phone,
        EmailAddress = contact.Addresses.Count > 0 ? contact.Addresses[0].Address : "",
        Kananame = "",
        EmailAddressName = contact.Addresses.Count > 0 ? contact.Addresses[0].Description : "",
        URLName = "",
        AssociateFullName = "",
        BusinessName = "",
        CategoryName = "",
        CountryName = contact.Country,
        Address = Address(contact.Street, contact.PostalCode, contact.City, contact.Region),
        FormattedAddress = Join("\n", contact.Street, Join(" ", contact.PostalCode, contact.City), contact.Region, contact.Country),
        FullName = Join(", ", contact.Name, contact.Department),
    };

    private static Address Address(string street, string postalCode, string city, string region)
    {
        LocalizedField[][] lines =
        [
            [Field("Address1", street)], [Field("Zipcode", postalCode), Field("City", city)], [Field("State", region)],
        ];
        return new Address { LocalizedAddress = [.. lines.Where(line => Array.Exists(line, field => field.Value is { Length: > 0 }))] };
    }

    private static LocalizedField Field(string name, string value) =>
        new() { Name = name, Value = value, Tooltip = "", Label = "", ValueLength = value.Length, AddressType = "" };

    private static Country? Country(string name) => name.Length == 0 ? null : new Country
    {
        Name = name,
        EnglishName = "",
        TwoLetterISOCountry = name is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'] ? name : "",
        ThreeLetterISOCountry = "",
        ImageDescription = "",
        OrgNrText = "",
        InterAreaPrefix = "",
        DialInPrefix = "",
        ZipPrefix = "",
        DomainName = "",
        Tooltip = "",
    };

    private static void SetAssociate(PersonEntity entity, AssociateMatch? associate, int personId)
    {
        if (associate is null)
        {
            return;
        }

        entity.IsAssociate = true;
        entity.CorrespondingAssociate = new Associate
        {
            AssociateId = associate.AssociateId,
            Name = associate.LoginName,
            PersonId = personId,
            Tooltip = "",
            Type = associate.UserType,
            FullName = associate.FullName,
            FormalName = associate.FullName,
            Deleted = associate.Disabled,
        };
        entity.UserInfo = new UserInfo
        {
            Deleted = associate.Disabled,
            UserName = associate.LoginName,
            PersonId = personId,
            Tooltip = "",
            UserType = associate.UserType,
            GrantedLicenses = [],
            CanLogon = !associate.Disabled,
            RoleName = "",
            RoleTooltip = "",
            UserGroupName = "",
            UserGroupTooltip = "",
        };
    }

    private static DateTime BirthDate(string date) => DateTime.TryParseExact(
        date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var parsed)
        ? parsed
        : default;

    private static string Join(string separator, params string[] parts) => string.Join(separator, parts.Where(part => part.Length > 0));
}
