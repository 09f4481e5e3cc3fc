using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EntityElement : Carrier
{
    [DataMember(Order = 1)]
    public string? Value { get; set; }

    [DataMember(Order = 2)]
    public string? StrippedValue { get; set; }

    [DataMember(Order = 3)]
    public string? Description { get; set; }
}
