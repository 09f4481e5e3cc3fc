using System.Runtime.Serialization;

namespace Services83;

/// <summary>How a message is tied to the rest of the customer database.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailSOInfo : Carrier
{
    /// <summary>Key of the document it is archived as; 0 when there is none.</summary>
    [DataMember(Order = 1)]
    public int DocumentId { get; set; }

    /// <summary>Key of the appointment; 0 when there is none.</summary>
    [DataMember(Order = 2)]
    public int AppointmentId { get; set; }

    /// <summary>Key of the project; 0 when there is none.</summary>
    [DataMember(Order = 3)]
    public int ProjectId { get; set; }

    /// <summary>Key of the sale; 0 when there is none.</summary>
    [DataMember(Order = 4)]
    public int SaleId { get; set; }

    /// <summary>Whether it is archived as a document.</summary>
    [DataMember(Order = 5)]
    public bool Archived { get; set; }

    /// <summary>When it was archived; the year 1 when it was not.</summary>
    [DataMember(Order = 6)]
    public DateTime ArchivedAt { get; set; }

    /// <summary>Key of the associate who archived it; 0 when nobody did.</summary>
    [DataMember(Order = 7)]
    public int ArchivedBy { get; set; }

    /// <summary>Who archived it, by full name.</summary>
    [DataMember(Order = 8)]
    public string? ArchivedDisplayName { get; set; }
}
