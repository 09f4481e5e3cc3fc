using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Country : Carrier
{
    [DataMember(Order = 1)]
    public int CountryId { get; set; }

    [DataMember(Order = 2)]
    public string? Name { get; set; }

    [DataMember(Order = 3)]
    public int CurrencyId { get; set; }

    [DataMember(Order = 4)]
    public string? EnglishName { get; set; }

    [DataMember(Order = 5)]
    public string? TwoLetterISOCountry { get; set; }

    [DataMember(Order = 6)]
    public string? ThreeLetterISOCountry { get; set; }

    [DataMember(Order = 7)]
    public string? ImageDescription { get; set; }

    [DataMember(Order = 8)]
    public string? OrgNrText { get; set; }

    [DataMember(Order = 9)]
    public string? InterAreaPrefix { get; set; }

    [DataMember(Order = 10)]
    public string? DialInPrefix { get; set; }

    [DataMember(Order = 11)]
    public string? ZipPrefix { get; set; }

    [DataMember(Order = 12)]
    public string? DomainName { get; set; }

    [DataMember(Order = 13)]
    public int AddressLayoutId { get; set; }

    [DataMember(Order = 14)]
    public int DomesticAddressLayoutId { get; set; }

    [DataMember(Order = 15)]
    public int ForeignAddressLayoutId { get; set; }

    [DataMember(Order = 16)]
    public short Rank { get; set; }

    [DataMember(Order = 17)]
    public string? Tooltip { get; set; }

    [DataMember(Order = 18)]
    public bool Deleted { get; set; }
}
