namespace Services83.EMail.AddressBook;

/// <summary>A stored address with the person or the contact that has it.</summary>
internal sealed class AddressMatch
{
    public int EmailId { get; init; }

    public string Address { get; init; } = "";

    public string AddressKey { get; init; } = "";

    /// <summary>0 when the address is a contact's own.</summary>
    public int PersonId { get; init; }

    public string PersonName { get; init; } = "";

    /// <summary>The contact that has the address or that the person belongs to; 0 when there is none.</summary>
    public int ContactId { get; init; }

    public string ContactName { get; init; } = "";
}

/// <summary>An associate with the address.</summary>
internal sealed class AssociateMatch
{
    public int AssociateId { get; init; }

    public string LoginName { get; init; } = "";

    public string FullName { get; init; } = "";

    public string EmailAddress { get; init; } = "";

    public string EmailKey { get; init; } = "";

    public UserType UserType { get; init; }

    public bool Disabled { get; init; }
}
