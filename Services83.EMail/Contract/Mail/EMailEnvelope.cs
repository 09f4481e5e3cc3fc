using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailEnvelope : Carrier
{
    [DataMember(Order = 1)]
    public int ServerId { get; set; }

    [DataMember(Order = 2)]
    public string? MessageId { get; set; }

    [DataMember(Order = 3)]
    public string? Subject { get; set; }

    [DataMember(Order = 4)]
    public EMailAddress? From { get; set; }

    [DataMember(Order = 5)]
    public EMailAddress[]? To { get; set; }

    [DataMember(Order = 6)]
    public DateTime Sent { get; set; }

    [DataMember(Order = 7)]
    public EMailPriority Priority { get; set; }

    [DataMember(Order = 8)]
    public EMailFlags Flags { get; set; }

    [DataMember(Order = 9)]
    public int Size { get; set; }

    [DataMember(Order = 10)]
    public EMailSOInfo? EMailSOInfo { get; set; }
}
