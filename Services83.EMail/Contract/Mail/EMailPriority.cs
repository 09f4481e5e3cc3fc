using System.Runtime.Serialization;

namespace Services83;

/// <summary>How urgent a message is, as its author says in X-Priority, Priority or Importance.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum EMailPriority : short
{
    /// <summary>The author says nothing.</summary>
    [EnumMember]
    NoPriority = 0,

    /// <summary>X-Priority 1.</summary>
    [EnumMember]
    Highest = 1,

    /// <summary>X-Priority 2.</summary>
    [EnumMember]
    High = 2,

    /// <summary>X-Priority 3.</summary>
    [EnumMember]
    Normal = 3,

    /// <summary>X-Priority 4.</summary>
    [EnumMember]
    Low = 4,

    /// <summary>X-Priority 5.</summary>
    [EnumMember]
    Lowest = 5,
}
