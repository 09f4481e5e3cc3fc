using System.Runtime.Serialization;

namespace Services83;

/// <summary>A company or another organisation, in short.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Contact : Carrier
{
    /// <summary>Key of the contact.</summary>
    [DataMember(Order = 1)]
    public int ContactId { get; set; }

    /// <summary>Name.</summary>
    [DataMember(Order = 2)]
    public string? Name { get; set; }

    /// <summary>Registration or VAT number.</summary>
    [DataMember(Order = 3)]
    public string? OrgNr { get; set; }

    /// <summary>Department, where one company has several rows.</summary>
    [DataMember(Order = 4)]
    public string? Department { get; set; }

    /// <summary>Web address.</summary>
    [DataMember(Order = 5)]
    public string? URL { get; set; }

    /// <summary>Town of the address.</summary>
    [DataMember(Order = 6)]
    public string? City { get; set; }

    /// <summary>Telephone number.</summary>
    [DataMember(Order = 7)]
    public string? DirectPhone { get; set; }

    /// <summary>Key of the associate in charge.</summary>
    [DataMember(Order = 8)]
    public int AssociateId { get; set; }

    /// <summary>Key of the country.</summary>
    [DataMember(Order = 9)]
    public int CountryId { get; set; }

    /// <summary>The company's own e-mail address.</summary>
    [DataMember(Order = 10)]
    public string? EmailAddress { get; set; }

    /// <summary>Name in kana, in Japanese editions.</summary>
    [DataMember(Order = 11)]
    public string? Kananame { get; set; }

    /// <summary>Text to show for the e-mail address.</summary>
    [DataMember(Order = 12)]
    public string? EmailAddressName { get; set; }

    /// <summary>Text to show for the web address.</summary>
    [DataMember(Order = 13)]
    public string? URLName { get; set; }

    /// <summary>Full name of the associate in charge.</summary>
    [DataMember(Order = 14)]
    public string? AssociateFullName { get; set; }

    /// <summary>Line of business, by name.</summary>
    [DataMember(Order = 15)]
    public string? BusinessName { get; set; }

    /// <summary>Category, by name.</summary>
    [DataMember(Order = 16)]
    public string? CategoryName { get; set; }

    /// <summary>Name of the country in the installed language.</summary>
    [DataMember(Order = 17)]
    public string? CountryName { get; set; }

    /// <summary>The address, field by field.</summary>
    [DataMember(Order = 18)]
    public Address? Address { get; set; }

    /// <summary>The address as one text with line breaks.</summary>
    [DataMember(Order = 19)]
    public string? FormattedAddress { get; set; }

    /// <summary>Name with department.</summary>
    [DataMember(Order = 20)]
    public string? FullName { get; set; }

    /// <summary>Whether this is an organisation whose persons use the database, rather than a customer.</summary>
    [DataMember(Order = 21)]
    public bool IsOwnerContact { get; set; }

    /// <summary>Number of connections to an ERP system.</summary>
    [DataMember(Order = 22)]
    public int ActiveErpLinks { get; set; }
}
