using System.Runtime.Serialization;

namespace Services83;

/// <summary>An item of a list that can be chosen from, perhaps with items below it.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SelectableMDOListItem : Carrier
{
    /// <summary>Key in the list.</summary>
    [DataMember(Order = 1)]
    public int Id { get; set; }

    /// <summary>Its name.</summary>
    [DataMember(Order = 2)]
    public string? Name { get; set; }

    /// <summary>A longer text about it.</summary>
    [DataMember(Order = 3)]
    public string? ToolTip { get; set; }

    /// <summary>Whether it should not be offered any more.</summary>
    [DataMember(Order = 4)]
    public bool Deleted { get; set; }

    /// <summary>Position in the list, ascending.</summary>
    [DataMember(Order = 5)]
    public int Rank { get; set; }

    /// <summary>What sort of item it is, as the list defines.</summary>
    [DataMember(Order = 6)]
    public string? Type { get; set; }

    /// <summary>Colour to mark it with, as a number.</summary>
    [DataMember(Order = 7)]
    public int ColorBlock { get; set; }

    /// <summary>Name of the icon to show with it.</summary>
    [DataMember(Order = 8)]
    public string? IconHint { get; set; }

    /// <summary>Whether it is chosen.</summary>
    [DataMember(Order = 9)]
    public bool Selected { get; set; }

    /// <summary>When the choice last changed.</summary>
    [DataMember(Order = 10)]
    public DateTime LastChanged { get; set; }

    /// <summary>The items below it; null or empty when there are none.</summary>
    [DataMember(Order = 11)]
    public SelectableMDOListItem[]? ChildItems { get; set; }

    /// <summary>Further information about it, as the list defines.</summary>
    [DataMember(Order = 12)]
    public string? ExtraInfo { get; set; }

    /// <summary>How to show it, such as a background colour.</summary>
    [DataMember(Order = 13)]
    public string? StyleHint { get; set; }

    /// <summary>Whether it should not be shown.</summary>
    [DataMember(Order = 14)]
    public bool Hidden { get; set; }

    /// <summary>Its name with those of the items above it.</summary>
    [DataMember(Order = 15)]
    public string? FullName { get; set; }
}
