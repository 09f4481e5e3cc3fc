using System.Runtime.Serialization;
using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>A project, in short.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Project : Carrier
{
    /// <summary>Key of the project.</summary>
    [DataMember(Order = 1)]
    public int ProjectId { get; set; }

    /// <summary>Name.</summary>
    [DataMember(Order = 2)]
    public string? Name { get; set; }

    /// <summary>Free text.</summary>
    [DataMember(Order = 3)]
    public string? Description { get; set; }

    /// <summary>Web address.</summary>
    [DataMember(Order = 4)]
    public string? URL { get; set; }

    /// <summary>Its type, by name.</summary>
    [DataMember(Order = 5)]
    public string? Type { get; set; }

    /// <summary>Key of the associate who owns it.</summary>
    [DataMember(Order = 6)]
    public int AssociateId { get; set; }

    /// <summary>Who owns it, by full name.</summary>
    [DataMember(Order = 7)]
    public string? AssociateFullName { get; set; }

    /// <summary>Key of its type.</summary>
    [DataMember(Order = 8)]
    public int TypeId { get; set; }

    /// <summary>When the row last changed, in UTC.</summary>
    [DataMember(Order = 9)]
    [UniversalTime]
    public DateTime Updated { get; set; }

    /// <summary>Key of its status.</summary>
    [DataMember(Order = 10)]
    public int StatusId { get; set; }

    /// <summary>Its status, by name.</summary>
    [DataMember(Order = 11)]
    public string? Status { get; set; }

    /// <summary>Key of the free text.</summary>
    [DataMember(Order = 12)]
    public int TextId { get; set; }

    /// <summary>Last day on which it is published.</summary>
    [DataMember(Order = 13)]
    public DateTime PublishTo { get; set; }

    /// <summary>First day on which it is published.</summary>
    [DataMember(Order = 14)]
    public DateTime PublishFrom { get; set; }

    /// <summary>Whether it is published.</summary>
    [DataMember(Order = 15)]
    public bool IsPublished { get; set; }

    /// <summary>Text to show for the web address.</summary>
    [DataMember(Order = 16)]
    public string? URLName { get; set; }

    /// <summary>Number that it was given when it was created.</summary>
    [DataMember(Order = 17)]
    public string? ProjectNumber { get; set; }

    /// <summary>Number of connections to an ERP system.</summary>
    [DataMember(Order = 18)]
    public int ActiveErpLinks { get; set; }
}
