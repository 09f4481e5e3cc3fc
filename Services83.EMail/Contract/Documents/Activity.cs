using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum ActivityStatus
{
    [EnumMember]
    Unknown = 0,

    [EnumMember]
    NotStarted = 1,

    [EnumMember]
    Started = 2,

    [EnumMember]
    Completed = 3,
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum AppointmentType : short
{
    [EnumMember]
    Unknown = 0,

    [EnumMember]
    inDiary = 1,

    [EnumMember]
    inChecklist = 2,

    [EnumMember]
    Note = 3,

    [EnumMember]
    Document = 4,

    [EnumMember]
    SavedReport = 5,

    [EnumMember]
    BookingForDiary = 6,

    [EnumMember]
    BookingForChecklist = 7,

    [EnumMember]
    MergeDraft = 8,

    [EnumMember]
    MergeFinal = 9,
}
