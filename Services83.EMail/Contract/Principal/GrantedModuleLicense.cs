using System.Runtime.Serialization;

namespace Services83;

/// <summary>A licence of one module that a user has been given.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class GrantedModuleLicense : Carrier
{
    /// <summary>Key of the maker.</summary>
    [DataMember(Order = 1)]
    public int OwnerId { get; set; }

    /// <summary>Short name of the maker.</summary>
    [DataMember(Order = 2)]
    public string? OwnerName { get; set; }

    /// <summary>Full name of the maker.</summary>
    [DataMember(Order = 3)]
    public string? OwnerDescription { get; set; }

    /// <summary>Key of the module.</summary>
    [DataMember(Order = 4)]
    public int ModuleId { get; set; }

    /// <summary>Short name of the module.</summary>
    [DataMember(Order = 5)]
    public string? Name { get; set; }

    /// <summary>Full name of the module.</summary>
    [DataMember(Order = 6)]
    public string? Description { get; set; }

    /// <summary>Version of the module.</summary>
    [DataMember(Order = 7)]
    public string? Version { get; set; }

    /// <summary>What is counted.</summary>
    [DataMember(Order = 8)]
    public LicenseType LicenseType { get; set; }

    /// <summary>Bits that the maker defines.</summary>
    [DataMember(Order = 9)]
    public int ExtraFlags { get; set; }

    /// <summary>Position in lists, ascending.</summary>
    [DataMember(Order = 10)]
    public int SortOrder { get; set; }

    /// <summary>How many there are.</summary>
    [DataMember(Order = 11)]
    public int LicenseNumber { get; set; }

    /// <summary>Whether it should not be shown.</summary>
    [DataMember(Order = 12)]
    public bool IsHidden { get; set; }

    /// <summary>Whether the number does not matter.</summary>
    [DataMember(Order = 13)]
    public bool IsUnrestricted { get; set; }

    /// <summary>When it expires.</summary>
    [DataMember(Order = 14)]
    public DateTime ExpiryDate { get; set; }
}
