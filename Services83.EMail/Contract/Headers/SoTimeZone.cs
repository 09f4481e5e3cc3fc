using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SoTimeZone
{
    [DataMember(Order = 1)]
    public int SoTimeZoneId { get; set; }

    [DataMember(Order = 2)]
    public string? SoTimeZoneLocationCode { get; set; }
}
