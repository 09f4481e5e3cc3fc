using System.Runtime.Serialization;

namespace Services83;

/// <summary>A telephone number, an e-mail address or a web address of a person.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EntityElement : Carrier
{
    /// <summary>The value for display.</summary>
    [DataMember(Order = 1)]
    public string? Value { get; set; }

    /// <summary>The value for programs, without spaces and punctuation.</summary>
    [DataMember(Order = 2)]
    public string? StrippedValue { get; set; }

    /// <summary>What it is for, in the user's words.</summary>
    [DataMember(Order = 3)]
    public string? Description { get; set; }
}
