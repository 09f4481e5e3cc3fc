using System.Runtime.Serialization;

namespace Services83;

/// <summary>Base of nearly all data contracts: what the caller may do with the row and with each of its fields.</summary>
/// <remarks>A server that has not determined the rights sends both members as null. In requests they are ignored.</remarks>
[DataContract(Namespace = ServiceNamespace.Services83)]
public abstract class Carrier
{
    /// <summary>What the caller may do with the row; null when not determined.</summary>
    [DataMember(Order = 1)]
    public TableRight? TableRight { get; set; }

    /// <summary>Rights, type and length by field name; null when not determined.</summary>
    [DataMember(Order = 2)]
    public FieldPropertyDictionary? FieldProperties { get; set; }
}
