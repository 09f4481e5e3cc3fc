using System.Runtime.Serialization;

namespace Services83;

/// <summary>Somebody who may see a row.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class VisibleFor : Carrier
{
    /// <summary>Key of the associate or group; 0 for everybody.</summary>
    [DataMember(Order = 1)]
    public int VisibleId { get; set; }

    /// <summary>Whether it is everybody, an associate or a group.</summary>
    [DataMember(Order = 2)]
    public Visibility Visibility { get; set; }

    /// <summary>Name to show.</summary>
    [DataMember(Order = 3)]
    public string? DisplayValue { get; set; }
}

/// <summary>Whom a row is visible for.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum Visibility
{
    /// <summary>Everybody.</summary>
    [EnumMember]
    All = 0,

    /// <summary>One associate.</summary>
    [EnumMember]
    Associate = 1,

    /// <summary>One user group.</summary>
    [EnumMember]
    Group = 2,
}
