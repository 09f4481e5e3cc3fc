using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailAttachment : Carrier
{
    [DataMember(Order = 1)]
    public string? Description { get; set; }

    [DataMember(Order = 2)]
    public string? Filename { get; set; }

    [DataMember(Order = 3)]
    public int Size { get; set; }

    [DataMember(Order = 4)]
    public string? Type { get; set; }

    [DataMember(Order = 5)]
    public string? Encoding { get; set; }

    [DataMember(Order = 6)]
    public string? Id { get; set; }

    [DataMember(Order = 7)]
    public string? Disposition { get; set; }

    [DataMember(Order = 8)]
    public byte[]? Stream { get; set; }
}
