using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Associate : Carrier
{
    [DataMember(Order = 1)]
    public int AssociateId { get; set; }

    [DataMember(Order = 2)]
    public string? Name { get; set; }

    [DataMember(Order = 3)]
    public int PersonId { get; set; }

    [DataMember(Order = 4)]
    public short Rank { get; set; }

    [DataMember(Order = 5)]
    public string? Tooltip { get; set; }

    [DataMember(Order = 6)]
    public UserType Type { get; set; }

    [DataMember(Order = 7)]
    public int GroupIdx { get; set; }

    [DataMember(Order = 8)]
    public string? FullName { get; set; }

    [DataMember(Order = 9)]
    public string? FormalName { get; set; }

    [DataMember(Order = 10)]
    public bool Deleted { get; set; }

    [DataMember(Order = 11)]
    public int EjUserId { get; set; }
}
