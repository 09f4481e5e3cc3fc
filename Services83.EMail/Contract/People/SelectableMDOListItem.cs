using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SelectableMDOListItem : Carrier
{
    [DataMember(Order = 1)]
    public int Id { get; set; }

    [DataMember(Order = 2)]
    public string? Name { get; set; }

    [DataMember(Order = 3)]
    public string? ToolTip { get; set; }

    [DataMember(Order = 4)]
    public bool Deleted { get; set; }

    [DataMember(Order = 5)]
    public int Rank { get; set; }

    [DataMember(Order = 6)]
    public string? Type { get; set; }

    [DataMember(Order = 7)]
    public int ColorBlock { get; set; }

    [DataMember(Order = 8)]
    public string? IconHint { get; set; }

    [DataMember(Order = 9)]
    public bool Selected { get; set; }

    [DataMember(Order = 10)]
    public DateTime LastChanged { get; set; }

    [DataMember(Order = 11)]
    public SelectableMDOListItem[]? ChildItems { get; set; }

    [DataMember(Order = 12)]
    public string? ExtraInfo { get; set; }

    [DataMember(Order = 13)]
    public string? StyleHint { get; set; }

    [DataMember(Order = 14)]
    public bool Hidden { get; set; }

    [DataMember(Order = 15)]
    public string? FullName { get; set; }
}
