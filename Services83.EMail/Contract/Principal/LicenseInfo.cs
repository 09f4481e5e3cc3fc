using System.Runtime.Serialization;

namespace Services83;

/// <summary>What an installation may do, and until when.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class LicenseInfo
{
    /// <summary>Name of the customer.</summary>
    [DataMember(Order = 1)]
    public string? CompanyName { get; set; }

    /// <summary>Serial number.</summary>
    [DataMember(Order = 2)]
    public string? SerialNr { get; set; }

    /// <summary>Short name of the maker.</summary>
    [DataMember(Order = 3)]
    public string? OwnerName { get; set; }

    /// <summary>Full name of the maker.</summary>
    [DataMember(Order = 4)]
    public string? OwnerDescription { get; set; }

    /// <summary>When it is to be checked next.</summary>
    [DataMember(Order = 5)]
    public DateTime NextCheckDate { get; set; }

    /// <summary>Until when maintenance is paid.</summary>
    [DataMember(Order = 6)]
    public DateTime MaintenanceDate { get; set; }

    /// <summary>From when administrators are warned.</summary>
    [DataMember(Order = 7)]
    public DateTime AdminWarningDate { get; set; }

    /// <summary>When it expires.</summary>
    [DataMember(Order = 8)]
    public DateTime ExpiryDate { get; set; }

    /// <summary>Until when it still works after that.</summary>
    [DataMember(Order = 9)]
    public DateTime GraceDate { get; set; }

    /// <summary>Bits that the maker defines.</summary>
    [DataMember(Order = 10)]
    public int ExtraFlags { get; set; }

    /// <summary>Where to renew it.</summary>
    [DataMember(Order = 11)]
    public string? LicenseUrl { get; set; }

    /// <summary>Version of the licence's format.</summary>
    [DataMember(Order = 12)]
    public string? LicenseVersion { get; set; }

    /// <summary>Where it may be installed, as a number that the maker defines.</summary>
    [DataMember(Order = 13)]
    public int DeploymentType { get; set; }

    /// <summary>Short name of the product.</summary>
    [DataMember(Order = 14)]
    public string? ProductType { get; set; }

    /// <summary>Full name of the product.</summary>
    [DataMember(Order = 15)]
    public string? ProductDescription { get; set; }

    /// <summary>What it allows, module by module.</summary>
    [DataMember(Order = 16)]
    public ModuleLicense[]? ModuleLicenses { get; set; }

    /// <summary>The key that the signatures are checked with.</summary>
    [DataMember(Order = 17)]
    public SignedPublicKey? PublicKey { get; set; }

    /// <summary>Signature over the other members, in base64.</summary>
    [DataMember(Order = 18)]
    public string? Signature { get; set; }
}
