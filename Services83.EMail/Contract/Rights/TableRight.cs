using System.Runtime.Serialization;

namespace Services83;

/// <summary>What the caller may do with a row, and why not more.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class TableRight
{
    /// <summary>The rights granted.</summary>
    [DataMember(Order = 1)]
    public ETableRight Mask { get; set; }

    /// <summary>Why a right is missing, as text for a person; null or empty when none is missing.</summary>
    [DataMember(Order = 2)]
    public string? Reason { get; set; }
}

/// <summary>Rights to a row; no flag means no right.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
[Flags]
public enum ETableRight
{
    /// <summary>May be read.</summary>
    [EnumMember]
    Select = 1,

    /// <summary>May be changed.</summary>
    [EnumMember]
    Update = 2,

    /// <summary>May be created.</summary>
    [EnumMember]
    Insert = 4,

    /// <summary>May be deleted.</summary>
    [EnumMember]
    Delete = 8,

    /// <summary>May be used in a selection, even if it may not be read.</summary>
    [EnumMember]
    Filtering = 16,

    /// <summary>May be changed in part; the rights of the fields say which.</summary>
    [EnumMember]
    RestrictedUpdate = 32,
}
