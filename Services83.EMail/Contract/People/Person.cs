using System.Runtime.Serialization;

namespace Services83;

/// <summary>A person in short, as other rows refer to one.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Person : Carrier
{
    /// <summary>Position from the list of positions; not the same as the title.</summary>
    [DataMember(Order = 1)]
    public string? Position { get; set; }

    /// <summary>Key of the person.</summary>
    [DataMember(Order = 2)]
    public int PersonId { get; set; }

    /// <summary>Form of address, such as Mrs.</summary>
    [DataMember(Order = 3)]
    public string? Mrmrs { get; set; }

    /// <summary>First name.</summary>
    [DataMember(Order = 4)]
    public string? Firstname { get; set; }

    /// <summary>Last name.</summary>
    [DataMember(Order = 5)]
    public string? Lastname { get; set; }

    /// <summary>Middle name, or a particle such as "van".</summary>
    [DataMember(Order = 6)]
    public string? MiddleName { get; set; }

    /// <summary>Job title, as free text.</summary>
    [DataMember(Order = 7)]
    public string? Title { get; set; }

    /// <summary>Free text.</summary>
    [DataMember(Order = 8)]
    public string? Description { get; set; }

    /// <summary>The preferred e-mail address.</summary>
    [DataMember(Order = 9)]
    public string? Email { get; set; }

    /// <summary>The whole name.</summary>
    [DataMember(Order = 10)]
    public string? FullName { get; set; }

    /// <summary>Telephone number at work.</summary>
    [DataMember(Order = 11)]
    public string? DirectPhone { get; set; }

    /// <summary>The whole name with title and form of address, for labels.</summary>
    [DataMember(Order = 12)]
    public string? FormalName { get; set; }

    /// <summary>Key of the country.</summary>
    [DataMember(Order = 13)]
    public int CountryId { get; set; }

    /// <summary>Key of the company; 0 when there is none.</summary>
    [DataMember(Order = 14)]
    public int ContactId { get; set; }

    /// <summary>Name of the company.</summary>
    [DataMember(Order = 15)]
    public string? ContactName { get; set; }

    /// <summary>1 when the person has left and should not be offered any more, otherwise 0.</summary>
    [DataMember(Order = 16)]
    public short Retired { get; set; }

    /// <summary>Position in the company's list of persons, ascending.</summary>
    [DataMember(Order = 17)]
    public short Rank { get; set; }

    /// <summary>Number of interests chosen.</summary>
    [DataMember(Order = 18)]
    public short ActiveInterests { get; set; }

    /// <summary>Department of the company.</summary>
    [DataMember(Order = 19)]
    public string? ContactDepartment { get; set; }

    /// <summary>Key of the company's country.</summary>
    [DataMember(Order = 20)]
    public int ContactCountryId { get; set; }

    /// <summary>Registration number of the company.</summary>
    [DataMember(Order = 21)]
    public string? ContactOrgNr { get; set; }

    /// <summary>Fax number.</summary>
    [DataMember(Order = 22)]
    public string? FaxPhone { get; set; }

    /// <summary>Mobile telephone number.</summary>
    [DataMember(Order = 23)]
    public string? MobilePhone { get; set; }

    /// <summary>Telephone number of the company.</summary>
    [DataMember(Order = 24)]
    public string? ContactPhone { get; set; }

    /// <summary>Login name of the associate in charge.</summary>
    [DataMember(Order = 25)]
    public string? AssociateName { get; set; }

    /// <summary>Key of the associate in charge.</summary>
    [DataMember(Order = 26)]
    public int AssociateId { get; set; }

    /// <summary>Whether letters go to the person's own address instead of the company's.</summary>
    [DataMember(Order = 27)]
    public bool UsePersonAddress { get; set; }

    /// <summary>Fax number of the company.</summary>
    [DataMember(Order = 28)]
    public string? ContactFax { get; set; }

    /// <summary>First name in kana, in Japanese editions.</summary>
    [DataMember(Order = 29)]
    public string? Kanafname { get; set; }

    /// <summary>Last name in kana, in Japanese editions.</summary>
    [DataMember(Order = 30)]
    public string? Kanalname { get; set; }

    /// <summary>First line of the postal address, in Japanese editions.</summary>
    [DataMember(Order = 31)]
    public string? Post1 { get; set; }

    /// <summary>Second line of the postal address, in Japanese editions.</summary>
    [DataMember(Order = 32)]
    public string? Post2 { get; set; }

    /// <summary>Third line of the postal address, in Japanese editions.</summary>
    [DataMember(Order = 33)]
    public string? Post3 { get; set; }

    /// <summary>Description of the preferred e-mail address.</summary>
    [DataMember(Order = 34)]
    public string? EmailName { get; set; }

    /// <summary>Name of the company with its department.</summary>
    [DataMember(Order = 35)]
    public string? ContactFullName { get; set; }

    /// <summary>Number of connections to an ERP system.</summary>
    [DataMember(Order = 36)]
    public int ActiveErpLinks { get; set; }
}
