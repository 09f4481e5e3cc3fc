using System.Runtime.Serialization;

namespace Services83;

/// <summary>Who may see an appointment.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum AppointmentPrivate
{
    /// <summary>Everybody.</summary>
    [EnumMember]
    Public = 0,

    /// <summary>Only its owner.</summary>
    [EnumMember]
    PrivateUser = 1,

    /// <summary>The group of its owner.</summary>
    [EnumMember]
    PrivateGroup = 2,
}

/// <summary>What a kind of activity counts as.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum TaskType
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>An appointment.</summary>
    [EnumMember]
    Appointment = 1,

    /// <summary>A document.</summary>
    [EnumMember]
    Document = 2,

    /// <summary>A message.</summary>
    [EnumMember]
    Email = 3,

    /// <summary>A fax.</summary>
    [EnumMember]
    Fax = 4,

    /// <summary>A phone call.</summary>
    [EnumMember]
    Phone = 5,

    /// <summary>A task.</summary>
    [EnumMember]
    ToDo = 6,

    /// <summary>The draft of a mail merge.</summary>
    [EnumMember]
    MailMergeDraft = 7,

    /// <summary>A finished mail merge.</summary>
    [EnumMember]
    MailMergeFinal = 8,

    /// <summary>A saved report.</summary>
    [EnumMember]
    Report = 9,

    /// <summary>All kinds together, in statistics.</summary>
    [EnumMember]
    SaintAll = 10,
}

/// <summary>How far an appointment is passed on to somebody else.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum AssignmentStatus
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>It is not passed on.</summary>
    [EnumMember]
    None = 1,

    /// <summary>It is offered.</summary>
    [EnumMember]
    Assigning = 11,

    /// <summary>The offer was seen.</summary>
    [EnumMember]
    Seen = 12,

    /// <summary>The offer was declined.</summary>
    [EnumMember]
    Declined = 13,
}

/// <summary>What has become of an invitation.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum InvitationStatus
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>It is no invitation.</summary>
    [EnumMember]
    None = 1,

    /// <summary>It was accepted.</summary>
    [EnumMember]
    Accepted = 2,

    /// <summary>It was hidden.</summary>
    [EnumMember]
    Hidden = 4,

    /// <summary>It was not seen yet.</summary>
    [EnumMember]
    Invitation = 5,

    /// <summary>The meeting was moved.</summary>
    [EnumMember]
    Moved = 6,

    /// <summary>It was seen, or tentatively accepted.</summary>
    [EnumMember]
    Seen = 7,

    /// <summary>The meeting was moved, and this was seen.</summary>
    [EnumMember]
    MovedSeen = 8,

    /// <summary>It was declined.</summary>
    [EnumMember]
    Declined = 9,

    /// <summary>The meeting was cancelled.</summary>
    [EnumMember]
    Cancelled = 10,
}

/// <summary>Somebody's part in a meeting.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum BookingType
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>There are no participants.</summary>
    [EnumMember]
    None = 1,

    /// <summary>Called it.</summary>
    [EnumMember]
    Owner = 2,

    /// <summary>Is invited.</summary>
    [EnumMember]
    Participant = 3,
}

/// <summary>Something about an appointment that should be checked.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum AppointmentCautionWarning
{
    /// <summary>Nothing.</summary>
    [EnumMember]
    OK = 0,

    /// <summary>Other systems may not know its latest version.</summary>
    [EnumMember]
    NotInSync = 1,

    /// <summary>It was changed, and nobody was told.</summary>
    [EnumMember]
    NotNotifiedByEmail = 2,

    /// <summary>The programs of others may not support how it recurs.</summary>
    [EnumMember]
    RecurrencePatternNotSupported = 3,

    /// <summary>Somebody asked for a change of the series that is not supported.</summary>
    [EnumMember]
    IncomingRecurrenceChangeNotSupported = 4,

    /// <summary>Participants from outside may see another time.</summary>
    [EnumMember]
    ExternalParticipantsDateTimeMismatch = 5,
}

/// <summary>Which other system owns an appointment.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum AppointmentExternalOwner
{
    /// <summary>None.</summary>
    [EnumMember]
    None = 0,

    /// <summary>One that is not in this list.</summary>
    [EnumMember]
    Other = 1,

    /// <summary>Outlook.</summary>
    [EnumMember]
    Outlook = 2,

    /// <summary>Google.</summary>
    [EnumMember]
    Google = 3,
}
