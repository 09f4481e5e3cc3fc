using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
[Flags]
public enum EMailFlags : short
{
    [EnumMember]
    Seen = 1,

    [EnumMember]
    Deleted = 2,

    [EnumMember]
    Recent = 4,

    [EnumMember]
    Flagged = 8,

    [EnumMember]
    Draft = 16,

    [EnumMember]
    Answered = 32,
}
