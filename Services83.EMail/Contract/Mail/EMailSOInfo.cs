using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailSOInfo : Carrier
{
    [DataMember(Order = 1)]
    public int DocumentId { get; set; }

    [DataMember(Order = 2)]
    public int AppointmentId { get; set; }

    [DataMember(Order = 3)]
    public int ProjectId { get; set; }

    [DataMember(Order = 4)]
    public int SaleId { get; set; }

    [DataMember(Order = 5)]
    public bool Archived { get; set; }

    [DataMember(Order = 6)]
    public DateTime ArchivedAt { get; set; }

    [DataMember(Order = 7)]
    public int ArchivedBy { get; set; }

    [DataMember(Order = 8)]
    public string? ArchivedDisplayName { get; set; }
}
