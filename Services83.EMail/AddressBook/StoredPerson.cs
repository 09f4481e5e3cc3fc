namespace Services83.EMail.AddressBook;

/// <summary>A postal address; parts may be empty.</summary>
public sealed record PostalAddress
{
    public string Street { get; init; } = "";

    public string PostalCode { get; init; } = "";

    public string City { get; init; } = "";

    public string Region { get; init; } = "";

    public string Country { get; init; } = "";
}

/// <summary>The purpose of a number or web address of a person.</summary>
public enum DetailKind
{
    OfficePhone = 1,
    MobilePhone = 2,
    PrivatePhone = 3,
    Fax = 4,
    OtherPhone = 5,
    Url = 6,
    Chat = 7,
    InternetPhone = 8,
}

/// <summary>An e-mail address with the user's own label.</summary>
public sealed record LabelledAddress(string Address, string Description);

/// <summary>A number or web address with the user's own label.</summary>
public sealed record PersonDetail(DetailKind Kind, string Value, string Description);

/// <summary>A person of the address book with all stored values.</summary>
public sealed class StoredPerson
{
    public int PersonId { get; init; }

    /// <summary>Id in the file that it was imported from; null when there was none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>0 when there is none.</summary>
    public int ContactId { get; init; }

    public string FullName { get; init; } = "";

    public string FirstName { get; init; } = "";

    public string MiddleName { get; init; } = "";

    public string LastName { get; init; } = "";

    /// <summary>Form of address, such as Mrs.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Words after the name, such as Ph.D.</summary>
    public string Suffix { get; init; } = "";

    public string Title { get; init; } = "";

    public string Position { get; init; } = "";

    public string Note { get; init; } = "";

    /// <summary>ISO 8601; the year is 2 when it is not known; empty when there is no date.</summary>
    public string BirthDate { get; init; } = "";

    public string Street { get; init; } = "";

    public string PostalCode { get; init; } = "";

    public string City { get; init; } = "";

    public string Region { get; init; } = "";

    public string Country { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The preferred one first.</summary>
    public IReadOnlyList<LabelledAddress> Addresses { get; internal set; } = [];

    public IReadOnlyList<PersonDetail> Details { get; internal set; } = [];

    public StoredContact? Contact { get; internal set; }
}

/// <summary>An organisation of the address book.</summary>
public sealed class StoredContact
{
    public int ContactId { get; init; }

    public string? ExternalId { get; init; }

    public string Name { get; init; } = "";

    public string Department { get; init; } = "";

    public string OrgNr { get; init; } = "";

    public string Phone { get; init; } = "";

    public string Fax { get; init; } = "";

    public string Url { get; init; } = "";

    public string Street { get; init; } = "";

    public string PostalCode { get; init; } = "";

    public string City { get; init; } = "";

    public string Region { get; init; } = "";

    public string Country { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The preferred one first.</summary>
    public IReadOnlyList<LabelledAddress> Addresses { get; internal set; } = [];
}
