using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Address : Carrier
{
    [DataMember(Order = 1)]
    public double Wgs84Latitude { get; set; }

    [DataMember(Order = 2)]
    public double Wgs84Longitude { get; set; }

    [DataMember(Order = 3)]
    public LocalizedField[][]? LocalizedAddress { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class LocalizedField : Carrier
{
    [DataMember(Order = 1)]
    public string? Name { get; set; }

    [DataMember(Order = 2)]
    public string? Value { get; set; }

    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }

    [DataMember(Order = 4)]
    public string? Label { get; set; }

    [DataMember(Order = 5)]
    public int ValueLength { get; set; }

    [DataMember(Order = 6)]
    public string? AddressType { get; set; }
}
