using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public abstract class Carrier
{
    [DataMember(Order = 1)]
    public TableRight? TableRight { get; set; }

    [DataMember(Order = 2)]
    public FieldPropertyDictionary? FieldProperties { get; set; }
}
