using System.Runtime.Serialization;

namespace Services83;

/// <summary>A link from one row to another.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Link : Carrier
{
    /// <summary>Name of the sort of row that it leads to.</summary>
    [DataMember(Order = 1)]
    public string? EntityName { get; set; }

    /// <summary>Key of the row that it leads to.</summary>
    [DataMember(Order = 2)]
    public int Id { get; set; }

    /// <summary>Text to show for it.</summary>
    [DataMember(Order = 3)]
    public string? Description { get; set; }

    /// <summary>Where it leads when that has no key, such as a web address.</summary>
    [DataMember(Order = 4)]
    public string? ExtraInfo { get; set; }

    /// <summary>Key of the link itself.</summary>
    [DataMember(Order = 5)]
    public int LinkId { get; set; }
}
