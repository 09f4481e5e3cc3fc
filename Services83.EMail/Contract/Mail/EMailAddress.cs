using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailAddress : Carrier
{
    [DataMember(Order = 1)]
    public int ContactId { get; set; }

    [DataMember(Order = 2)]
    public string? ContactName { get; set; }

    [DataMember(Order = 3)]
    public int PersonId { get; set; }

    [DataMember(Order = 4)]
    public string? PersonName { get; set; }

    [DataMember(Order = 5)]
    public int AssociateId { get; set; }

    [DataMember(Order = 6)]
    public string? Address { get; set; }

    [DataMember(Order = 7)]
    public int EmailId { get; set; }

    [DataMember(Order = 8)]
    public int[]? DuplicatePersonIds { get; set; }

    [DataMember(Order = 9)]
    public string? Name { get; set; }
}
