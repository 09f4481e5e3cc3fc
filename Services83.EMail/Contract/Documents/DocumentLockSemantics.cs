using System.Runtime.Serialization;

namespace Services83;

/// <summary>What the archive does when two people edit one document.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum DocumentLockSemantics
{
    /// <summary>Nothing.</summary>
    [EnumMember]
    None = 0,

    /// <summary>Lets one person edit at a time.</summary>
    [EnumMember]
    Locking = 1,

    /// <summary>Lets one person edit at a time and keeps the earlier versions.</summary>
    [EnumMember]
    Versioning = 2,
}
