using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SoSystemInfoCarrier : Carrier
{
    [DataMember(Order = 1)]
    public LicenseInfo? License { get; set; }

    [DataMember(Order = 2)]
    public string? WarningEnglish { get; set; }

    [DataMember(Order = 3)]
    public string? WarningResource { get; set; }

    [DataMember(Order = 4)]
    public string? BranchName { get; set; }

    [DataMember(Order = 5)]
    public string? BuildLabel { get; set; }

    [DataMember(Order = 6)]
    public string? AssemblyVersion { get; set; }

    [DataMember(Order = 7)]
    public DateTime AccumulatedNextCheckDate { get; set; }

    [DataMember(Order = 8)]
    public string? FileVersion { get; set; }

    [DataMember(Order = 9)]
    public string? Description { get; set; }

    [DataMember(Order = 10)]
    public int DaysUntilNetServerExpiry { get; set; }

    [DataMember(Order = 11)]
    public NetServerBuildType BuildType { get; set; }

    [DataMember(Order = 12)]
    public int DatabaseVersion { get; set; }

    [DataMember(Order = 13)]
    public bool IsUnicode { get; set; }

    [DataMember(Order = 14)]
    public string? CompanyName { get; set; }

    [DataMember(Order = 15)]
    public int CompanyId { get; set; }

    [DataMember(Order = 16)]
    public string? DatabaseType { get; set; }

    [DataMember(Order = 17)]
    public string? DatabaseMinor { get; set; }

    [DataMember(Order = 18)]
    public string? DatabaseName { get; set; }

    [DataMember(Order = 19)]
    public bool IsOnTravel { get; set; }

    [DataMember(Order = 20)]
    public bool IsSatellite { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum NetServerBuildType
{
    [EnumMember]
    Feature = 0,

    [EnumMember]
    Stable = 1,

    [EnumMember]
    Alpha = 2,

    [EnumMember]
    Beta = 3,

    [EnumMember]
    ReleaseCandidate = 4,

    [EnumMember]
    Release = 5,
}
