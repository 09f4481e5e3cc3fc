using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SyncUserAccount : Carrier
{
    [DataMember(Order = 1)]
    public int AccountId { get; set; }

    [DataMember(Order = 2)]
    public string? AssociateName { get; set; }

    [DataMember(Order = 3)]
    public int AssociateId { get; set; }
}
