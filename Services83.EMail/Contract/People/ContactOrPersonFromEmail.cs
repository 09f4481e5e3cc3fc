using System.Runtime.Serialization;

namespace Services83;

/// <summary>A contact or a person that was found by a name or an address.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class ContactOrPersonFromEmail : Carrier
{
    /// <summary>Key of the person; 0 when this is a contact alone.</summary>
    [DataMember(Order = 1)]
    public int PersonId { get; set; }

    /// <summary>Name of the person.</summary>
    [DataMember(Order = 2)]
    public string? FullName { get; set; }

    /// <summary>The address that matched.</summary>
    [DataMember(Order = 3)]
    public string? EmailAddress { get; set; }

    /// <summary>Key of the contact; 0 when the person has none.</summary>
    [DataMember(Order = 4)]
    public int ContactId { get; set; }

    /// <summary>Name of the contact.</summary>
    [DataMember(Order = 5)]
    public string? ContactName { get; set; }

    /// <summary>Department of the contact.</summary>
    [DataMember(Order = 6)]
    public string? ContactDepartment { get; set; }

    /// <summary>The sort key: the person's name, or the contact's if there is no person.</summary>
    [DataMember(Order = 7)]
    public string? SortName { get; set; }
}
