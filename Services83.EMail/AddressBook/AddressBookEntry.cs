namespace Services83.EMail.AddressBook;

/// <summary>A person or an organisation as a file describes it, ready to be stored. Text that is missing is empty.</summary>
public sealed record AddressBookEntry
{
    /// <summary>The id in the file, unique among its persons or organisations; null when the file gives none.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it is an organisation and not a person.</summary>
    public bool IsOrganisation { get; init; }

    public string FullName { get; init; } = "";

    public string FirstName { get; init; } = "";

    public string MiddleName { get; init; } = "";

    public string LastName { get; init; } = "";

    public string Prefix { get; init; } = "";

    public string Suffix { get; init; } = "";

    public string Title { get; init; } = "";

    public string Position { get; init; } = "";

    public string Note { get; init; } = "";

    /// <summary>ISO 8601; the year is 2 when it is not known.</summary>
    public string BirthDate { get; init; } = "";

    /// <summary>Name of the organisation, or of the organisation that the person belongs to.</summary>
    public string Organisation { get; init; } = "";

    public string Department { get; init; } = "";

    /// <summary>Registration or VAT number; used for organisations only.</summary>
    public string OrgNr { get; init; } = "";

    /// <summary>The preferred one first.</summary>
    public IReadOnlyList<LabelledAddress> Addresses { get; init; } = [];

    public IReadOnlyList<PersonDetail> Details { get; init; } = [];

    /// <summary>The address of the person or of the organisation.</summary>
    public PostalAddress Postal { get; init; } = new();
}
