using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum DocumentLockSemantics
{
    [EnumMember]
    None = 0,

    [EnumMember]
    Locking = 1,

    [EnumMember]
    Versioning = 2,
}
