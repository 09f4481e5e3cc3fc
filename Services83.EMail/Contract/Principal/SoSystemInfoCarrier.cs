using System.Runtime.Serialization;

namespace Services83;

/// <summary>What the server says about itself and its database.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SoSystemInfoCarrier : Carrier
{
    /// <summary>What the installation may do; null when it has no licence.</summary>
    [DataMember(Order = 1)]
    public LicenseInfo? License { get; set; }

    /// <summary>A warning for administrators, in English; null or empty when there is none.</summary>
    [DataMember(Order = 2)]
    public string? WarningEnglish { get; set; }

    /// <summary>The same warning as the name of a text that clients translate.</summary>
    [DataMember(Order = 3)]
    public string? WarningResource { get; set; }

    /// <summary>Name of the source branch of the build.</summary>
    [DataMember(Order = 4)]
    public string? BranchName { get; set; }

    /// <summary>Label of the build.</summary>
    [DataMember(Order = 5)]
    public string? BuildLabel { get; set; }

    /// <summary>Version of the program.</summary>
    [DataMember(Order = 6)]
    public string? AssemblyVersion { get; set; }

    /// <summary>When the licence is to be checked next.</summary>
    [DataMember(Order = 7)]
    public DateTime AccumulatedNextCheckDate { get; set; }

    /// <summary>Version of the program's file.</summary>
    [DataMember(Order = 8)]
    public string? FileVersion { get; set; }

    /// <summary>Name of the program.</summary>
    [DataMember(Order = 9)]
    public string? Description { get; set; }

    /// <summary>Days until this build stops working.</summary>
    [DataMember(Order = 10)]
    public int DaysUntilNetServerExpiry { get; set; }

    /// <summary>The stage of the build.</summary>
    [DataMember(Order = 11)]
    public NetServerBuildType BuildType { get; set; }

    /// <summary>Version of the database's schema.</summary>
    [DataMember(Order = 12)]
    public int DatabaseVersion { get; set; }

    /// <summary>Whether the database can store every script.</summary>
    [DataMember(Order = 13)]
    public bool IsUnicode { get; set; }

    /// <summary>Name of the company that runs it.</summary>
    [DataMember(Order = 14)]
    public string? CompanyName { get; set; }

    /// <summary>Key of the contact that stands for this company.</summary>
    [DataMember(Order = 15)]
    public int CompanyId { get; set; }

    /// <summary>Name of the database product.</summary>
    [DataMember(Order = 16)]
    public string? DatabaseType { get; set; }

    /// <summary>Version of the database product.</summary>
    [DataMember(Order = 17)]
    public string? DatabaseMinor { get; set; }

    /// <summary>Name of the database.</summary>
    [DataMember(Order = 18)]
    public string? DatabaseName { get; set; }

    /// <summary>Whether this is the database of a travelling user.</summary>
    [DataMember(Order = 19)]
    public bool IsOnTravel { get; set; }

    /// <summary>Whether this is the database of a branch office.</summary>
    [DataMember(Order = 20)]
    public bool IsSatellite { get; set; }
}

/// <summary>The stage of a build.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum NetServerBuildType
{
    /// <summary>For experiments.</summary>
    [EnumMember]
    Feature = 0,

    /// <summary>For everyday work within the maker's company.</summary>
    [EnumMember]
    Stable = 1,

    /// <summary>First preview.</summary>
    [EnumMember]
    Alpha = 2,

    /// <summary>Second preview.</summary>
    [EnumMember]
    Beta = 3,

    /// <summary>Release candidate.</summary>
    [EnumMember]
    ReleaseCandidate = 4,

    /// <summary>Final.</summary>
    [EnumMember]
    Release = 5,
}
