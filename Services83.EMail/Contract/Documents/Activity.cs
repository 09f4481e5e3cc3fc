using System.Runtime.Serialization;

namespace Services83;

/// <summary>How far along something is.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum ActivityStatus
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>Not begun.</summary>
    [EnumMember]
    NotStarted = 1,

    /// <summary>Begun.</summary>
    [EnumMember]
    Started = 2,

    /// <summary>Done.</summary>
    [EnumMember]
    Completed = 3,
}

/// <summary>What sort of activity a row is. The two lower-case names are the wire's.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum AppointmentType : short
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>An appointment in the diary.</summary>
    [EnumMember]
    inDiary = 1,

    /// <summary>A task.</summary>
    [EnumMember]
    inChecklist = 2,

    /// <summary>A note.</summary>
    [EnumMember]
    Note = 3,

    /// <summary>A document.</summary>
    [EnumMember]
    Document = 4,

    /// <summary>A saved report.</summary>
    [EnumMember]
    SavedReport = 5,

    /// <summary>An invitation to an appointment.</summary>
    [EnumMember]
    BookingForDiary = 6,

    /// <summary>A task for somebody else.</summary>
    [EnumMember]
    BookingForChecklist = 7,

    /// <summary>The draft of a mail merge.</summary>
    [EnumMember]
    MergeDraft = 8,

    /// <summary>A finished mail merge.</summary>
    [EnumMember]
    MergeFinal = 9,
}
