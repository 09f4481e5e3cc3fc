using System.Runtime.Serialization;

namespace Services83;

/// <summary>A header field of a message.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailCustomHeader : Carrier
{
    /// <summary>Name of the field, without the colon.</summary>
    [DataMember(Order = 1)]
    public string? Name { get; set; }

    /// <summary>Its values, one for each time that the field occurs, from top to bottom.</summary>
    [DataMember(Order = 2)]
    public string[]? Values { get; set; }
}
