using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Project : Carrier
{
    [DataMember(Order = 1)]
    public int ProjectId { get; set; }

    [DataMember(Order = 2)]
    public string? Name { get; set; }

    [DataMember(Order = 3)]
    public string? Description { get; set; }

    [DataMember(Order = 4)]
    public string? URL { get; set; }

    [DataMember(Order = 5)]
    public string? Type { get; set; }

    [DataMember(Order = 6)]
    public int AssociateId { get; set; }

    [DataMember(Order = 7)]
    public string? AssociateFullName { get; set; }

    [DataMember(Order = 8)]
    public int TypeId { get; set; }

    [DataMember(Order = 9)]
    public DateTime Updated { get; set; }

    [DataMember(Order = 10)]
    public int StatusId { get; set; }

    [DataMember(Order = 11)]
    public string? Status { get; set; }

    [DataMember(Order = 12)]
    public int TextId { get; set; }

    [DataMember(Order = 13)]
    public DateTime PublishTo { get; set; }

    [DataMember(Order = 14)]
    public DateTime PublishFrom { get; set; }

    [DataMember(Order = 15)]
    public bool IsPublished { get; set; }

    [DataMember(Order = 16)]
    public string? URLName { get; set; }

    [DataMember(Order = 17)]
    public string? ProjectNumber { get; set; }

    [DataMember(Order = 18)]
    public int ActiveErpLinks { get; set; }
}
