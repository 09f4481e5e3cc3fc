using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum UserType
{
    [EnumMember]
    Unknown = 0,

    [EnumMember]
    InternalAssociate = 1,

    [EnumMember]
    ResourceAssociate = 2,

    [EnumMember]
    ExternalAssociate = 3,

    [EnumMember]
    AnonymousAssociate = 4,

    [EnumMember]
    SystemAssociate = 5,
}
