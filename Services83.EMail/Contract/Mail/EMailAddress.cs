using System.Runtime.Serialization;

namespace Services83;

/// <summary>An address, and the contact, person or associate that it belongs to where one is known.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailAddress : Carrier
{
    /// <summary>Key of the contact (a company); 0 when none is known.</summary>
    [DataMember(Order = 1)]
    public int ContactId { get; set; }

    /// <summary>Name of the contact.</summary>
    [DataMember(Order = 2)]
    public string? ContactName { get; set; }

    /// <summary>Key of the person; 0 when none is known.</summary>
    [DataMember(Order = 3)]
    public int PersonId { get; set; }

    /// <summary>Name of the person.</summary>
    [DataMember(Order = 4)]
    public string? PersonName { get; set; }

    /// <summary>Key of the associate, if the person is one; 0 otherwise.</summary>
    [DataMember(Order = 5)]
    public int AssociateId { get; set; }

    /// <summary>The address itself, <c>local-part@domain</c>.</summary>
    [DataMember(Order = 6)]
    public string? Address { get; set; }

    /// <summary>Key of the stored address; 0 when it is not stored.</summary>
    [DataMember(Order = 7)]
    public int EmailId { get; set; }

    /// <summary>Keys of all persons that share the address; null when they were not looked up.</summary>
    [DataMember(Order = 8)]
    public int[]? DuplicatePersonIds { get; set; }

    /// <summary>The display name that came with the address; null or empty when there was none.</summary>
    [DataMember(Order = 9)]
    public string? Name { get; set; }
}
