using System.Runtime.Serialization;

namespace Services83;

/// <summary>A place, by its coordinates and as the lines of a postal address.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Address : Carrier
{
    /// <summary>Degrees north of the equator, -90 to 90, by WGS 84.</summary>
    [DataMember(Order = 1)]
    public double Wgs84Latitude { get; set; }

    /// <summary>Degrees east of Greenwich, -180 to 180, by WGS 84.</summary>
    [DataMember(Order = 2)]
    public double Wgs84Longitude { get; set; }

    /// <summary>The lines of the address in the country's layout; each line has its fields from left to right.</summary>
    [DataMember(Order = 3)]
    public LocalizedField[][]? LocalizedAddress { get; set; }
}

/// <summary>One field of an address, with what a form needs to show it.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class LocalizedField : Carrier
{
    /// <summary>Name of the field.</summary>
    [DataMember(Order = 1)]
    public string? Name { get; set; }

    /// <summary>Its value.</summary>
    [DataMember(Order = 2)]
    public string? Value { get; set; }

    /// <summary>A description of it.</summary>
    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }

    /// <summary>Text before the value.</summary>
    [DataMember(Order = 4)]
    public string? Label { get; set; }

    /// <summary>Longest value in characters.</summary>
    [DataMember(Order = 5)]
    public int ValueLength { get; set; }

    /// <summary>Which of the addresses it belongs to.</summary>
    [DataMember(Order = 6)]
    public string? AddressType { get; set; }
}
