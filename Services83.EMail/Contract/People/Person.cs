using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Person : Carrier
{
    [DataMember(Order = 1)]
    public string? Position { get; set; }

    [DataMember(Order = 2)]
    public int PersonId { get; set; }

    [DataMember(Order = 3)]
    public string? Mrmrs { get; set; }

    [DataMember(Order = 4)]
    public string? Firstname { get; set; }

    [DataMember(Order = 5)]
    public string? Lastname { get; set; }

    [DataMember(Order = 6)]
    public string? MiddleName { get; set; }

    [DataMember(Order = 7)]
    public string? Title { get; set; }

    [DataMember(Order = 8)]
    public string? Description { get; set; }

    [DataMember(Order = 9)]
    public string? Email { get; set; }

    [DataMember(Order = 10)]
    public string? FullName { get; set; }

    [DataMember(Order = 11)]
    public string? DirectPhone { get; set; }

    [DataMember(Order = 12)]
    public string? FormalName { get; set; }

    [DataMember(Order = 13)]
    public int CountryId { get; set; }

    [DataMember(Order = 14)]
    public int ContactId { get; set; }

    [DataMember(Order = 15)]
    public string? ContactName { get; set; }

    [DataMember(Order = 16)]
    public short Retired { get; set; }

    [DataMember(Order = 17)]
    public short Rank { get; set; }

    [DataMember(Order = 18)]
    public short ActiveInterests { get; set; }

    [DataMember(Order = 19)]
    public string? ContactDepartment { get; set; }

    [DataMember(Order = 20)]
    public int ContactCountryId { get; set; }

    [DataMember(Order = 21)]
    public string? ContactOrgNr { get; set; }

    [DataMember(Order = 22)]
    public string? FaxPhone { get; set; }

    [DataMember(Order = 23)]
    public string? MobilePhone { get; set; }

    [DataMember(Order = 24)]
    public string? ContactPhone { get; set; }

    [DataMember(Order = 25)]
    public string? AssociateName { get; set; }

    [DataMember(Order = 26)]
    public int AssociateId { get; set; }

    [DataMember(Order = 27)]
    public bool UsePersonAddress { get; set; }

    [DataMember(Order = 28)]
    public string? ContactFax { get; set; }

    [DataMember(Order = 29)]
    public string? Kanafname { get; set; }

    [DataMember(Order = 30)]
    public string? Kanalname { get; set; }

    [DataMember(Order = 31)]
    public string? Post1 { get; set; }

    [DataMember(Order = 32)]
    public string? Post2 { get; set; }

    [DataMember(Order = 33)]
    public string? Post3 { get; set; }

    [DataMember(Order = 34)]
    public string? EmailName { get; set; }

    [DataMember(Order = 35)]
    public string? ContactFullName { get; set; }

    [DataMember(Order = 36)]
    public int ActiveErpLinks { get; set; }
}
