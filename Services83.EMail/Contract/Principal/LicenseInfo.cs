using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class LicenseInfo
{
    [DataMember(Order = 1)]
    public string? CompanyName { get; set; }

    [DataMember(Order = 2)]
    public string? SerialNr { get; set; }

    [DataMember(Order = 3)]
    public string? OwnerName { get; set; }

    [DataMember(Order = 4)]
    public string? OwnerDescription { get; set; }

    [DataMember(Order = 5)]
    public DateTime NextCheckDate { get; set; }

    [DataMember(Order = 6)]
    public DateTime MaintenanceDate { get; set; }

    [DataMember(Order = 7)]
    public DateTime AdminWarningDate { get; set; }

    [DataMember(Order = 8)]
    public DateTime ExpiryDate { get; set; }

    [DataMember(Order = 9)]
    public DateTime GraceDate { get; set; }

    [DataMember(Order = 10)]
    public int ExtraFlags { get; set; }

    [DataMember(Order = 11)]
    public string? LicenseUrl { get; set; }

    [DataMember(Order = 12)]
    public string? LicenseVersion { get; set; }

    [DataMember(Order = 13)]
    public int DeploymentType { get; set; }

    [DataMember(Order = 14)]
    public string? ProductType { get; set; }

    [DataMember(Order = 15)]
    public string? ProductDescription { get; set; }

    [DataMember(Order = 16)]
    public ModuleLicense[]? ModuleLicenses { get; set; }

    [DataMember(Order = 17)]
    public SignedPublicKey? PublicKey { get; set; }

    [DataMember(Order = 18)]
    public string? Signature { get; set; }
}
