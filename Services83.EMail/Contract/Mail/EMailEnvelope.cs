using System.Runtime.Serialization;

namespace Services83;

/// <summary>The data of a message that a list shows, without its text.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailEnvelope : Carrier
{
    /// <summary>The message's UID in its folder, 1 or more; 0 when it is not on a server.</summary>
    [DataMember(Order = 1)]
    public int ServerId { get; set; }

    /// <summary>The Message-ID field (RFC 5322, section 3.6.4).</summary>
    [DataMember(Order = 2)]
    public string? MessageId { get; set; }

    /// <summary>The decoded subject; empty when the message has none.</summary>
    [DataMember(Order = 3)]
    public string? Subject { get; set; }

    /// <summary>The author.</summary>
    [DataMember(Order = 4)]
    public EMailAddress? From { get; set; }

    /// <summary>The recipients in To; null or empty when there are none.</summary>
    [DataMember(Order = 5)]
    public EMailAddress[]? To { get; set; }

    /// <summary>When the author sent it, by the Date field.</summary>
    [DataMember(Order = 6)]
    public DateTime Sent { get; set; }

    /// <summary>How urgent the author says it is.</summary>
    [DataMember(Order = 7)]
    public EMailPriority Priority { get; set; }

    /// <summary>The state of the message on its server.</summary>
    [DataMember(Order = 8)]
    public EMailFlags Flags { get; set; }

    /// <summary>Size of the whole message in bytes.</summary>
    [DataMember(Order = 9)]
    public int Size { get; set; }

    /// <summary>How the message is tied to documents, appointments, projects and sales; null when it is not.</summary>
    [DataMember(Order = 10)]
    public EMailSOInfo? EMailSOInfo { get; set; }

    /// <summary>Server identifier of the message in its folder (<see cref="IWebEMailAgent"/>); null or empty when it is not on a
    /// server.</summary>
    [WebApiMember(Order = 1)]
    public string? ServerIdentifier { get; set; }
}
