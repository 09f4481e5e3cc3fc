using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailEntity : Carrier
{
    [DataMember(Order = 1)]
    public EMailAddress[]? To { get; set; }

    [DataMember(Order = 2)]
    public EMailAddress[]? Cc { get; set; }

    [DataMember(Order = 3)]
    public EMailAddress[]? Bcc { get; set; }

    [DataMember(Order = 4)]
    public string? Subject { get; set; }

    [DataMember(Order = 5)]
    public string? HTMLBody { get; set; }

    [DataMember(Order = 6)]
    public EMailAddress? From { get; set; }

    [DataMember(Order = 7)]
    public DateTime Sent { get; set; }

    [DataMember(Order = 8)]
    public int Size { get; set; }

    [DataMember(Order = 9)]
    public EMailPriority Priority { get; set; }

    [DataMember(Order = 10)]
    public EMailFlags Flags { get; set; }

    [DataMember(Order = 11)]
    public string? MessageID { get; set; }

    [DataMember(Order = 12)]
    public string? PlainBody { get; set; }

    [DataMember(Order = 13)]
    public bool IsSent { get; set; }

    [DataMember(Order = 14)]
    public EMailSOInfo? EMailSOInfo { get; set; }

    [DataMember(Order = 15)]
    public int ServerId { get; set; }

    [DataMember(Order = 16)]
    public EMailAttachment[]? Attachments { get; set; }

    [DataMember(Order = 17)]
    public EMailCustomHeader[]? CustomHeaderList { get; set; }

    [DataMember(Order = 18)]
    public string? FolderName { get; set; }

    [DataMember(Order = 19)]
    public int EmailItemId { get; set; }

    [DataMember(Order = 20)]
    public int AccountId { get; set; }

    [DataMember(Order = 21)]
    public DateTime ReceivedAt { get; set; }

    [DataMember(Order = 22)]
    public EMailEnvelope? InReplyTo { get; set; }

    [DataMember(Order = 23)]
    public DateTime RepliedAt { get; set; }
}
