using System.Runtime.Serialization;

namespace Services83;

/// <summary>The appointment that a message contains.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailAppointment : Carrier
{
    /// <summary>The appointment itself.</summary>
    [DataMember(Order = 1)]
    public Appointment? Appointment { get; set; }

    /// <summary>What the sender wants the recipient to do with it (METHOD, RFC 5546, section 1.4).</summary>
    [DataMember(Order = 2)]
    public CalMethod CalMethod { get; set; }

    /// <summary>Addresses of the participants, the organizer first.</summary>
    [DataMember(Order = 3)]
    public string[]? Participants { get; set; }

    /// <summary>What the sender remarks, such as why the sender declines (COMMENT).</summary>
    [DataMember(Order = 4)]
    public string? Comment { get; set; }

    /// <summary>How often the organizer has changed it, 0 or more (SEQUENCE).</summary>
    [DataMember(Order = 5)]
    public int Sequence { get; set; }

    /// <summary>When it begins (DTSTART).</summary>
    [DataMember(Order = 6)]
    public DateTime DtStart { get; set; }

    /// <summary>When it ends (DTEND, or DTSTART and DURATION).</summary>
    [DataMember(Order = 7)]
    public DateTime DtEnd { get; set; }

    /// <summary>Whether one of the next messages of the same sender to the same account changes or cancels it.</summary>
    [DataMember(Order = 8)]
    public bool Superseded { get; set; }
}

/// <summary>What the sender of an appointment wants (RFC 5546, section 1.4).</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum CalMethod
{
    /// <summary>None, or one that is not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>Add occurrences to a series.</summary>
    [EnumMember]
    Add = 1,

    /// <summary>Cancel it, or some occurrences.</summary>
    [EnumMember]
    Cancel = 2,

    /// <summary>A participant proposes another time or place.</summary>
    [EnumMember]
    Counter = 3,

    /// <summary>The organizer declines a proposal.</summary>
    [EnumMember]
    DeclineCounter = 4,

    /// <summary>Announce it, without participants.</summary>
    [EnumMember]
    Publish = 5,

    /// <summary>A participant asks for the latest version.</summary>
    [EnumMember]
    Refresh = 6,

    /// <summary>A participant accepts or declines.</summary>
    [EnumMember]
    Reply = 7,

    /// <summary>Invite, or change an earlier invitation.</summary>
    [EnumMember]
    Request = 8,
}

/// <summary>What a participant replies (PARTSTAT, RFC 5545, section 3.2.12).</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum CalReplyStatus
{
    /// <summary>Nothing, or something else.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>Will come.</summary>
    [EnumMember]
    Accepted = 1,

    /// <summary>Will not come.</summary>
    [EnumMember]
    Declined = 2,

    /// <summary>May come.</summary>
    [EnumMember]
    Tentative = 3,
}
