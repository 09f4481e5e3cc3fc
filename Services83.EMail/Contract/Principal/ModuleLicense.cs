using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class ModuleLicense
{
    [DataMember(Order = 1)]
    public string? OwnerName { get; set; }

    [DataMember(Order = 2)]
    public string? ModuleName { get; set; }

    [DataMember(Order = 3)]
    public string? ModuleDescription { get; set; }

    [DataMember(Order = 4)]
    public string? ModuleTooltip { get; set; }

    [DataMember(Order = 5)]
    public string? ModuleVersion { get; set; }

    [DataMember(Order = 6)]
    public LicenseType LicenseType { get; set; }

    [DataMember(Order = 7)]
    public bool Unrestricted { get; set; }

    [DataMember(Order = 8)]
    public UserType AllowedUserType { get; set; }

    [DataMember(Order = 9)]
    public int NumberOfLicenses { get; set; }

    [DataMember(Order = 10)]
    public int ExtraFlags { get; set; }

    [DataMember(Order = 11)]
    public string? ExtraInfo { get; set; }

    [DataMember(Order = 12)]
    public int SortOrder { get; set; }

    [DataMember(Order = 13)]
    public bool IsHidden { get; set; }

    [DataMember(Order = 14)]
    public string? PrerequisiteModuleName { get; set; }

    [DataMember(Order = 15)]
    public string? Signature { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum LicenseType : short
{
    [EnumMember]
    Unknown = 0,

    [EnumMember]
    SiteLicense = 1,

    [EnumMember]
    SatelliteLicense = 2,

    [EnumMember]
    UserLicense = 3,
}
