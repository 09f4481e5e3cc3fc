using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class GrantedModuleLicense : Carrier
{
    [DataMember(Order = 1)]
    public int OwnerId { get; set; }

    [DataMember(Order = 2)]
    public string? OwnerName { get; set; }

    [DataMember(Order = 3)]
    public string? OwnerDescription { get; set; }

    [DataMember(Order = 4)]
    public int ModuleId { get; set; }

    [DataMember(Order = 5)]
    public string? Name { get; set; }

    [DataMember(Order = 6)]
    public string? Description { get; set; }

    [DataMember(Order = 7)]
    public string? Version { get; set; }

    [DataMember(Order = 8)]
    public LicenseType LicenseType { get; set; }

    [DataMember(Order = 9)]
    public int ExtraFlags { get; set; }

    [DataMember(Order = 10)]
    public int SortOrder { get; set; }

    [DataMember(Order = 11)]
    public int LicenseNumber { get; set; }

    [DataMember(Order = 12)]
    public bool IsHidden { get; set; }

    [DataMember(Order = 13)]
    public bool IsUnrestricted { get; set; }

    [DataMember(Order = 14)]
    public DateTime ExpiryDate { get; set; }
}
