using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class DocumentEntity : Carrier
{
    [DataMember(Order = 1)]
    public int DocumentId { get; set; }

    [DataMember(Order = 2)]
    public Associate? UpdatedBy { get; set; }

    [DataMember(Order = 3)]
    public Associate? CreatedBy { get; set; }

    [DataMember(Order = 4)]
    public string? Attention { get; set; }

    [DataMember(Order = 5)]
    public string? Header { get; set; }

    [DataMember(Order = 6)]
    public string? Name { get; set; }

    [DataMember(Order = 7)]
    public string? OurRef { get; set; }

    [DataMember(Order = 8)]
    public string? YourRef { get; set; }

    [DataMember(Order = 9)]
    public DateTime CreatedDate { get; set; }

    [DataMember(Order = 10)]
    public DateTime UpdatedDate { get; set; }

    [DataMember(Order = 11)]
    public string? Description { get; set; }

    [DataMember(Order = 12)]
    public DocumentTemplate? DocumentTemplate { get; set; }

    [DataMember(Order = 13)]
    public Person? Person { get; set; }

    [DataMember(Order = 14)]
    public Associate? Associate { get; set; }

    [DataMember(Order = 15)]
    public Contact? Contact { get; set; }

    [DataMember(Order = 16)]
    public Project? Project { get; set; }

    [DataMember(Order = 17)]
    public DateTime Date { get; set; }

    [DataMember(Order = 18)]
    public string? ExternalRef { get; set; }

    [DataMember(Order = 19)]
    public ActivityStatus Completed { get; set; }

    [DataMember(Order = 20)]
    public int ActiveLinks { get; set; }

    [DataMember(Order = 21)]
    public AppointmentType Type { get; set; }

    [DataMember(Order = 22)]
    public Link[]? Links { get; set; }

    [DataMember(Order = 23)]
    public DocumentLockSemantics LockSemantics { get; set; }

    [DataMember(Order = 24)]
    public Sale? Sale { get; set; }

    [DataMember(Order = 25)]
    public int SuggestedDocumentId { get; set; }

    [DataMember(Order = 26)]
    public StringDictionary? UserDefinedFields { get; set; }

    [DataMember(Order = 27)]
    public StringDictionary? ExtraFields { get; set; }

    [DataMember(Order = 28)]
    public DateTime PublishEventDate { get; set; }

    [DataMember(Order = 29)]
    public DateTime PublishTo { get; set; }

    [DataMember(Order = 30)]
    public DateTime PublishFrom { get; set; }

    [DataMember(Order = 31)]
    public bool IsPublished { get; set; }

    [DataMember(Order = 32)]
    public VisibleFor[]? VisibleFor { get; set; }
}
