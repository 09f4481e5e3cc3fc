using System.Runtime.Serialization;
using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>A document of the archive, with all its data.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class DocumentEntity : Carrier
{
    /// <summary>Key of the document; 0 for one that is about to be created.</summary>
    [DataMember(Order = 1)]
    public int DocumentId { get; set; }

    /// <summary>Who last changed the row.</summary>
    [DataMember(Order = 2)]
    public Associate? UpdatedBy { get; set; }

    /// <summary>Who created the row. Read only.</summary>
    [DataMember(Order = 3)]
    public Associate? CreatedBy { get; set; }

    /// <summary>The person to whom the letter is addressed.</summary>
    [DataMember(Order = 4)]
    public string? Attention { get; set; }

    /// <summary>The title to show.</summary>
    [DataMember(Order = 5)]
    public string? Header { get; set; }

    /// <summary>The name of the file.</summary>
    [DataMember(Order = 6)]
    public string? Name { get; set; }

    /// <summary>Our reference.</summary>
    [DataMember(Order = 7)]
    public string? OurRef { get; set; }

    /// <summary>The receiver's reference.</summary>
    [DataMember(Order = 8)]
    public string? YourRef { get; set; }

    /// <summary>When the row was created, in UTC.</summary>
    [DataMember(Order = 9)]
    [UniversalTime]
    public DateTime CreatedDate { get; set; }

    /// <summary>When the row last changed, in UTC.</summary>
    [DataMember(Order = 10)]
    [UniversalTime]
    public DateTime UpdatedDate { get; set; }

    /// <summary>Free text, up to 2,047 characters.</summary>
    [DataMember(Order = 11)]
    public string? Description { get; set; }

    /// <summary>The template it was made from.</summary>
    [DataMember(Order = 12)]
    public DocumentTemplate? DocumentTemplate { get; set; }

    /// <summary>The person it is for; null when there is none.</summary>
    [DataMember(Order = 13)]
    public Person? Person { get; set; }

    /// <summary>The associate who owns it.</summary>
    [DataMember(Order = 14)]
    public Associate? Associate { get; set; }

    /// <summary>The contact it is for; null when there is none.</summary>
    [DataMember(Order = 15)]
    public Contact? Contact { get; set; }

    /// <summary>The project it belongs to; null when there is none.</summary>
    [DataMember(Order = 16)]
    public Project? Project { get; set; }

    /// <summary>The day and time it is planned for.</summary>
    [DataMember(Order = 17)]
    public DateTime Date { get; set; }

    /// <summary>The value by which the archive or a plug-in finds the file, such as a Message-ID.</summary>
    [DataMember(Order = 18)]
    public string? ExternalRef { get; set; }

    /// <summary>How far along it is.</summary>
    [DataMember(Order = 19)]
    public ActivityStatus Completed { get; set; }

    /// <summary>Number of links to other rows.</summary>
    [DataMember(Order = 20)]
    public int ActiveLinks { get; set; }

    /// <summary>What sort of document it is.</summary>
    [DataMember(Order = 21)]
    public AppointmentType Type { get; set; }

    /// <summary>The rows it is linked to.</summary>
    [DataMember(Order = 22)]
    public Link[]? Links { get; set; }

    /// <summary>Whether the archive locks or keeps versions.</summary>
    [DataMember(Order = 23)]
    public DocumentLockSemantics LockSemantics { get; set; }

    /// <summary>The sale it belongs to; null when there is none.</summary>
    [DataMember(Order = 24)]
    public Sale? Sale { get; set; }

    /// <summary>Key of the suggestion in a guide that it was made from; 0 when there is none.</summary>
    [DataMember(Order = 25)]
    public int SuggestedDocumentId { get; set; }

    /// <summary>Fields that an administrator defined, by their program id, or <c>SuperOffice:</c> and a number.</summary>
    [DataMember(Order = 26)]
    public StringDictionary? UserDefinedFields { get; set; }

    /// <summary>Fields that extensions add, by name.</summary>
    [DataMember(Order = 27)]
    public StringDictionary? ExtraFields { get; set; }

    /// <summary>The day of the event it is published for.</summary>
    [DataMember(Order = 28)]
    public DateTime PublishEventDate { get; set; }

    /// <summary>Last day on which it is published.</summary>
    [DataMember(Order = 29)]
    public DateTime PublishTo { get; set; }

    /// <summary>First day on which it is published.</summary>
    [DataMember(Order = 30)]
    public DateTime PublishFrom { get; set; }

    /// <summary>Whether it is published.</summary>
    [DataMember(Order = 31)]
    public bool IsPublished { get; set; }

    /// <summary>Who may see it.</summary>
    [DataMember(Order = 32)]
    public VisibleFor[]? VisibleFor { get; set; }
}
