using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class VisibleFor : Carrier
{
    [DataMember(Order = 1)]
    public int VisibleId { get; set; }

    [DataMember(Order = 2)]
    public Visibility Visibility { get; set; }

    [DataMember(Order = 3)]
    public string? DisplayValue { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum Visibility
{
    [EnumMember]
    All = 0,

    [EnumMember]
    Associate = 1,

    [EnumMember]
    Group = 2,
}
