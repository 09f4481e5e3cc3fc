using System.Runtime.Serialization;

namespace Services83;

/// <summary>What a licence allows of one module.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class ModuleLicense
{
    /// <summary>Short name of the maker.</summary>
    [DataMember(Order = 1)]
    public string? OwnerName { get; set; }

    /// <summary>Short name of the module.</summary>
    [DataMember(Order = 2)]
    public string? ModuleName { get; set; }

    /// <summary>Full name of the module.</summary>
    [DataMember(Order = 3)]
    public string? ModuleDescription { get; set; }

    /// <summary>A longer text about the module.</summary>
    [DataMember(Order = 4)]
    public string? ModuleTooltip { get; set; }

    /// <summary>Version of the module.</summary>
    [DataMember(Order = 5)]
    public string? ModuleVersion { get; set; }

    /// <summary>What is counted.</summary>
    [DataMember(Order = 6)]
    public LicenseType LicenseType { get; set; }

    /// <summary>Whether the number does not matter.</summary>
    [DataMember(Order = 7)]
    public bool Unrestricted { get; set; }

    /// <summary>What sort of user may have it.</summary>
    [DataMember(Order = 8)]
    public UserType AllowedUserType { get; set; }

    /// <summary>How many there are.</summary>
    [DataMember(Order = 9)]
    public int NumberOfLicenses { get; set; }

    /// <summary>Bits that the maker defines.</summary>
    [DataMember(Order = 10)]
    public int ExtraFlags { get; set; }

    /// <summary>Text that the maker defines.</summary>
    [DataMember(Order = 11)]
    public string? ExtraInfo { get; set; }

    /// <summary>Position in lists, ascending.</summary>
    [DataMember(Order = 12)]
    public int SortOrder { get; set; }

    /// <summary>Whether it should not be shown.</summary>
    [DataMember(Order = 13)]
    public bool IsHidden { get; set; }

    /// <summary>Short name of the module that it needs; null or empty when it needs none.</summary>
    [DataMember(Order = 14)]
    public string? PrerequisiteModuleName { get; set; }

    /// <summary>Signature over the other members, in base64.</summary>
    [DataMember(Order = 15)]
    public string? Signature { get; set; }
}

/// <summary>What a licence counts.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum LicenseType : short
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>The installation.</summary>
    [EnumMember]
    SiteLicense = 1,

    /// <summary>Branch offices.</summary>
    [EnumMember]
    SatelliteLicense = 2,

    /// <summary>Users.</summary>
    [EnumMember]
    UserLicense = 3,
}
