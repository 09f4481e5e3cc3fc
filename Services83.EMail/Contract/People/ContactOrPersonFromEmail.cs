using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class ContactOrPersonFromEmail : Carrier
{
    [DataMember(Order = 1)]
    public int PersonId { get; set; }

    [DataMember(Order = 2)]
    public string? FullName { get; set; }

    [DataMember(Order = 3)]
    public string? EmailAddress { get; set; }

    [DataMember(Order = 4)]
    public int ContactId { get; set; }

    [DataMember(Order = 5)]
    public string? ContactName { get; set; }

    [DataMember(Order = 6)]
    public string? ContactDepartment { get; set; }

    [DataMember(Order = 7)]
    public string? SortName { get; set; }
}
