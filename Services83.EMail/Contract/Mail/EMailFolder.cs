using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailFolder : Carrier
{
    [DataMember(Order = 1)]
    public string? Name { get; set; }

    [DataMember(Order = 2)]
    public string? Delimiter { get; set; }

    [DataMember(Order = 3)]
    public string? Flags { get; set; }

    [DataMember(Order = 4)]
    public int TotalItems { get; set; }

    [DataMember(Order = 5)]
    public int UnreadItems { get; set; }

    [DataMember(Order = 6)]
    public bool Subscribed { get; set; }

    [DataMember(Order = 7)]
    public int EmailFolderId { get; set; }
}
