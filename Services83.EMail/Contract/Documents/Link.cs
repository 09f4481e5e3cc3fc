using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Link : Carrier
{
    [DataMember(Order = 1)]
    public string? EntityName { get; set; }

    [DataMember(Order = 2)]
    public int Id { get; set; }

    [DataMember(Order = 3)]
    public string? Description { get; set; }

    [DataMember(Order = 4)]
    public string? ExtraInfo { get; set; }

    [DataMember(Order = 5)]
    public int LinkId { get; set; }
}
