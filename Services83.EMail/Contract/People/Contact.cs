using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Contact : Carrier
{
    [DataMember(Order = 1)]
    public int ContactId { get; set; }

    [DataMember(Order = 2)]
    public string? Name { get; set; }

    [DataMember(Order = 3)]
    public string? OrgNr { get; set; }

    [DataMember(Order = 4)]
    public string? Department { get; set; }

    [DataMember(Order = 5)]
    public string? URL { get; set; }

    [DataMember(Order = 6)]
    public string? City { get; set; }

    [DataMember(Order = 7)]
    public string? DirectPhone { get; set; }

    [DataMember(Order = 8)]
    public int AssociateId { get; set; }

    [DataMember(Order = 9)]
    public int CountryId { get; set; }

    [DataMember(Order = 10)]
    public string? EmailAddress { get; set; }

    [DataMember(Order = 11)]
    public string? Kananame { get; set; }

    [DataMember(Order = 12)]
    public string? EmailAddressName { get; set; }

    [DataMember(Order = 13)]
    public string? URLName { get; set; }

    [DataMember(Order = 14)]
    public string? AssociateFullName { get; set; }

    [DataMember(Order = 15)]
    public string? BusinessName { get; set; }

    [DataMember(Order = 16)]
    public string? CategoryName { get; set; }

    [DataMember(Order = 17)]
    public string? CountryName { get; set; }

    [DataMember(Order = 18)]
    public Address? Address { get; set; }

    [DataMember(Order = 19)]
    public string? FormattedAddress { get; set; }

    [DataMember(Order = 20)]
    public string? FullName { get; set; }

    [DataMember(Order = 21)]
    public bool IsOwnerContact { get; set; }

    [DataMember(Order = 22)]
    public int ActiveErpLinks { get; set; }
}
