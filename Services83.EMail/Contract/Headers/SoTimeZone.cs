using System.Runtime.Serialization;

namespace Services83;

/// <summary>A time zone, by number or by location code.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SoTimeZone
{
    /// <summary>Number of the time zone; 0 when the code names it.</summary>
    [DataMember(Order = 1)]
    public int SoTimeZoneId { get; set; }

    /// <summary>Code of the country or region of the time zone; null when the number names it.</summary>
    [DataMember(Order = 2)]
    public string? SoTimeZoneLocationCode { get; set; }
}
