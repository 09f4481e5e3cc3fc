using System.Runtime.Serialization;

namespace Services83;

/// <summary>A whole message, with its text, its recipients and what the server knows about it.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailEntity : Carrier
{
    /// <summary>The recipients in To; null or empty when there are none.</summary>
    [DataMember(Order = 1)]
    public EMailAddress[]? To { get; set; }

    /// <summary>The recipients in Cc; null or empty when there are none.</summary>
    [DataMember(Order = 2)]
    public EMailAddress[]? Cc { get; set; }

    /// <summary>The recipients in Bcc, known only for messages that were written here; null or empty when there are none.</summary>
    [DataMember(Order = 3)]
    public EMailAddress[]? Bcc { get; set; }

    /// <summary>The decoded subject; empty when the message has none.</summary>
    [DataMember(Order = 4)]
    public string? Subject { get; set; }

    /// <summary>The text as HTML; null or empty when the message has only plain text.</summary>
    [DataMember(Order = 5)]
    public string? HTMLBody { get; set; }

    /// <summary>The author.</summary>
    [DataMember(Order = 6)]
    public EMailAddress? From { get; set; }

    /// <summary>When the author sent it, by the Date field (RFC 5322, section 3.6.1).</summary>
    [DataMember(Order = 7)]
    public DateTime Sent { get; set; }

    /// <summary>Size of the whole message in bytes.</summary>
    [DataMember(Order = 8)]
    public int Size { get; set; }

    /// <summary>How urgent the author says it is.</summary>
    [DataMember(Order = 9)]
    public EMailPriority Priority
    {
        get;
        set => (field, SaysPriority) = (value, true);
    }

    /// <summary>The state of the message on its server.</summary>
    [DataMember(Order = 10)]
    public EMailFlags Flags
    {
        get;
        set => (field, SaysFlags) = (value, true);
    }

    /// <summary>The Message-ID field (RFC 5322, section 3.6.4). Unique if all senders obey the RFC.</summary>
    [DataMember(Order = 11)]
    public string? MessageID { get; set; }

    /// <summary>The text without markup; null or empty when the message has only HTML.</summary>
    [DataMember(Order = 12)]
    public string? PlainBody { get; set; }

    /// <summary>True once the message was sent, false while it is being written.</summary>
    [DataMember(Order = 13)]
    public bool IsSent { get; set; }

    /// <summary>How the message is tied to documents, appointments, projects and sales; null when it is not.</summary>
    [DataMember(Order = 14)]
    public EMailSOInfo? EMailSOInfo { get; set; }

    /// <summary>The message's UID in its folder, 1 or more; 0 when it is not on a server.</summary>
    [DataMember(Order = 15)]
    public int ServerId { get; set; }

    /// <summary>The attachments; their bytes are included only when they were requested, or when the message is about to be sent.</summary>
    [DataMember(Order = 16)]
    public EMailAttachment[]? Attachments { get; set; }

    /// <summary>Header fields beyond those that have a member of their own.</summary>
    [DataMember(Order = 17)]
    public EMailCustomHeader[]? CustomHeaderList { get; set; }

    /// <summary>Name of the folder that holds it, as the server spells it; null or empty when it is in none.</summary>
    [DataMember(Order = 18)]
    public string? FolderName { get; set; }

    /// <summary>Key of the cached message, 1 or more; 0 when it is not in the database.</summary>
    [DataMember(Order = 19)]
    public int EmailItemId { get; set; }

    /// <summary>Key of the account it belongs to; 0 when it belongs to none.</summary>
    [DataMember(Order = 20)]
    public int AccountId { get; set; }

    /// <summary>When the mail server got it (the IMAP internal date, RFC 9051, section 2.3.3).</summary>
    [DataMember(Order = 21)]
    public DateTime ReceivedAt { get; set; }

    /// <summary>The message that this one answers; null when it answers none that is known.</summary>
    [DataMember(Order = 22)]
    public EMailEnvelope? InReplyTo { get; set; }

    /// <summary>When it was answered; the year 1 when it has not been.</summary>
    [DataMember(Order = 23)]
    public DateTime RepliedAt { get; set; }

    /// <summary>Server identifier of the message in its folder (<see cref="IWebEMailAgent"/>); null or empty when it is not on a
    /// server.</summary>
    [WebApiMember(Order = 1)]
    public string? ServerIdentifier { get; set; }

    /// <summary>Whether the message contains exactly one appointment.</summary>
    [WebApiMember(Order = 2)]
    public bool HasCalendarData { get; set; }

    /// <summary>What the sender of the appointment wants; unknown when there is none.</summary>
    [WebApiMember(Order = 3)]
    public CalMethod CalMethod { get; set; }

    /// <summary>What the sender replies to the appointment; unknown when it is no reply.</summary>
    [WebApiMember(Order = 4)]
    public CalReplyStatus CalReplyStatus { get; set; }

    /// <summary>Whether <see cref="Priority"/> was given, even with its default value. Deserializers set the members that are in the
    /// request.</summary>
    internal bool SaysPriority { get; private set; }

    /// <summary>Whether <see cref="Flags"/> was given, even as none.</summary>
    internal bool SaysFlags { get; private set; }
}
