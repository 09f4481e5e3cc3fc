using System.Runtime.Serialization;

namespace Services83;

/// <summary>A country, with the data for letters and telephone calls to it.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Country : Carrier
{
    /// <summary>Key of the country.</summary>
    [DataMember(Order = 1)]
    public int CountryId { get; set; }

    /// <summary>Name in the installed language.</summary>
    [DataMember(Order = 2)]
    public string? Name { get; set; }

    /// <summary>Key of the currency.</summary>
    [DataMember(Order = 3)]
    public int CurrencyId { get; set; }

    /// <summary>Name in English.</summary>
    [DataMember(Order = 4)]
    public string? EnglishName { get; set; }

    /// <summary>Two-letter code of ISO 3166.</summary>
    [DataMember(Order = 5)]
    public string? TwoLetterISOCountry { get; set; }

    /// <summary>Three-letter code of ISO 3166.</summary>
    [DataMember(Order = 6)]
    public string? ThreeLetterISOCountry { get; set; }

    /// <summary>Name of the picture of the flag.</summary>
    [DataMember(Order = 7)]
    public string? ImageDescription { get; set; }

    /// <summary>Label of the registration number there.</summary>
    [DataMember(Order = 8)]
    public string? OrgNrText { get; set; }

    /// <summary>Prefix for calls out of the country.</summary>
    [DataMember(Order = 9)]
    public string? InterAreaPrefix { get; set; }

    /// <summary>Prefix for calls into the country.</summary>
    [DataMember(Order = 10)]
    public string? DialInPrefix { get; set; }

    /// <summary>Prefix of postal codes.</summary>
    [DataMember(Order = 11)]
    public string? ZipPrefix { get; set; }

    /// <summary>Top-level domain.</summary>
    [DataMember(Order = 12)]
    public string? DomainName { get; set; }

    /// <summary>Key of the layout of addresses.</summary>
    [DataMember(Order = 13)]
    public int AddressLayoutId { get; set; }

    /// <summary>Key of the layout of addresses, for letters from within the country.</summary>
    [DataMember(Order = 14)]
    public int DomesticAddressLayoutId { get; set; }

    /// <summary>Key of the layout of addresses, for letters from abroad.</summary>
    [DataMember(Order = 15)]
    public int ForeignAddressLayoutId { get; set; }

    /// <summary>Position in lists, ascending.</summary>
    [DataMember(Order = 16)]
    public short Rank { get; set; }

    /// <summary>A longer text for lists.</summary>
    [DataMember(Order = 17)]
    public string? Tooltip { get; set; }

    /// <summary>Whether it should not be offered any more.</summary>
    [DataMember(Order = 18)]
    public bool Deleted { get; set; }
}
