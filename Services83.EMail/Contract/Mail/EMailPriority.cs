using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum EMailPriority : short
{
    [EnumMember]
    NoPriority = 0,

    [EnumMember]
    Highest = 1,

    [EnumMember]
    High = 2,

    [EnumMember]
    Normal = 3,

    [EnumMember]
    Low = 4,

    [EnumMember]
    Lowest = 5,
}
