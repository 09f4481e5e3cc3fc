using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class TableRight
{
    [DataMember(Order = 1)]
    public ETableRight Mask { get; set; }

    [DataMember(Order = 2)]
    public string? Reason { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
[Flags]
public enum ETableRight
{
    [EnumMember]
    Select = 1,

    [EnumMember]
    Update = 2,

    [EnumMember]
    Insert = 4,

    [EnumMember]
    Delete = 8,

    [EnumMember]
    Filtering = 16,

    [EnumMember]
    RestrictedUpdate = 32,
}
