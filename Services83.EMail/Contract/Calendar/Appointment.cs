using System.Runtime.Serialization;

namespace Services83;

/// <summary>An appointment or task in a diary.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Appointment : Carrier
{
    /// <summary>Key of the appointment; 0 for one that is not in a diary.</summary>
    [DataMember(Order = 1)]
    public int AppointmentId { get; set; }

    /// <summary>When it begins. Midnight for an all-day appointment.</summary>
    [DataMember(Order = 2)]
    public DateTime StartDate { get; set; }

    /// <summary>When it ends.</summary>
    [DataMember(Order = 3)]
    public DateTime EndDate { get; set; }

    /// <summary>What sort of appointment it is.</summary>
    [DataMember(Order = 4)]
    public AppointmentType Type { get; set; }

    /// <summary>Name of its kind of activity, such as a meeting.</summary>
    [DataMember(Order = 5)]
    public string? Task { get; set; }

    /// <summary>Full name of the associate whose diary it is in.</summary>
    [DataMember(Order = 6)]
    public string? AssociateFullName { get; set; }

    /// <summary>Name of the contact it is about.</summary>
    [DataMember(Order = 7)]
    public string? ContactName { get; set; }

    /// <summary>The text of the appointment.</summary>
    [DataMember(Order = 8)]
    public string? Description { get; set; }

    /// <summary>Full name of the person it is with.</summary>
    [DataMember(Order = 9)]
    public string? PersonFullName { get; set; }

    /// <summary>Key of the person it is with; 0 for none.</summary>
    [DataMember(Order = 10)]
    public int PersonId { get; set; }

    /// <summary>Key of the contact it is about; 0 for none.</summary>
    [DataMember(Order = 11)]
    public int ContactId { get; set; }

    /// <summary>Key of its project; 0 for none.</summary>
    [DataMember(Order = 12)]
    public int ProjectId { get; set; }

    /// <summary>Name of its project; empty for none.</summary>
    [DataMember(Order = 13)]
    public string? ProjectName { get; set; }

    /// <summary>Whether it is shown to customers.</summary>
    [DataMember(Order = 14)]
    public bool IsPublished { get; set; }

    /// <summary>Key of the associate whose diary it is in.</summary>
    [DataMember(Order = 15)]
    public int AssociateId { get; set; }

    /// <summary>Its colour in the diary, a number of a palette.</summary>
    [DataMember(Order = 16)]
    public int ColorIndex { get; set; }

    /// <summary>Whether the time counts as free.</summary>
    [DataMember(Order = 17)]
    public bool IsFree { get; set; }

    /// <summary>Whether there is a reminder.</summary>
    [DataMember(Order = 18)]
    public bool HasAlarm { get; set; }

    /// <summary>Whether it takes whole days and has no time of day.</summary>
    [DataMember(Order = 19)]
    public bool IsAlldayEvent { get; set; }

    /// <summary>Who may see it.</summary>
    [DataMember(Order = 20)]
    public AppointmentPrivate Private { get; set; }

    /// <summary>Key of its priority; 0 for none.</summary>
    [DataMember(Order = 21)]
    public int PriorityId { get; set; }

    /// <summary>Name of its priority.</summary>
    [DataMember(Order = 22)]
    public string? PriorityName { get; set; }

    /// <summary>What its kind of activity counts as.</summary>
    [DataMember(Order = 23)]
    public TaskType TaskType { get; set; }

    /// <summary>Whether it is a meeting of several people that its owner called.</summary>
    [DataMember(Order = 24)]
    public bool IsBookingMain { get; set; }

    /// <summary>Whether it is part of a series.</summary>
    [DataMember(Order = 25)]
    public bool IsRecurrence { get; set; }

    /// <summary>Whether it is a meeting of several people.</summary>
    [DataMember(Order = 26)]
    public bool IsBooking { get; set; }

    /// <summary>The date by which it is found and sorted.</summary>
    [DataMember(Order = 27)]
    public DateTime ActiveDate { get; set; }

    /// <summary>How far it is passed on to somebody else.</summary>
    [DataMember(Order = 28)]
    public AssignmentStatus AssignmentStatus { get; set; }

    /// <summary>What has become of the invitation.</summary>
    [DataMember(Order = 29)]
    public InvitationStatus InvitationStatus { get; set; }

    /// <summary>The part of its owner in the meeting.</summary>
    [DataMember(Order = 30)]
    public BookingType BookingType { get; set; }

    /// <summary>How far along it is.</summary>
    [DataMember(Order = 31)]
    public ActivityStatus Completed { get; set; }

    /// <summary>How it recurs.</summary>
    [DataMember(Order = 32)]
    public RecurrencePattern RecurringPattern { get; set; }

    /// <summary>First day of the series; the year 1 for none.</summary>
    [DataMember(Order = 33)]
    public DateTime RecurringStartDate { get; set; }

    /// <summary>Last day of the series; the year 1 for none.</summary>
    [DataMember(Order = 34)]
    public DateTime RecurringEndDate { get; set; }

    /// <summary>Key of the appointment of the person who called the meeting; 0 for none.</summary>
    [DataMember(Order = 35)]
    public int MotherId { get; set; }

    /// <summary>Key of the associate who passed it on; 0 for none.</summary>
    [DataMember(Order = 36)]
    public int AssignedBy { get; set; }

    /// <summary>Full name of the associate who passed it on.</summary>
    [DataMember(Order = 37)]
    public string? AssignedByFullName { get; set; }

    /// <summary>Why it was declined.</summary>
    [DataMember(Order = 38)]
    public string? RejectReason { get; set; }

    /// <summary>Where it takes place.</summary>
    [DataMember(Order = 39)]
    public string? Location { get; set; }

    /// <summary>How long before the start the reminder comes, as an ISO 8601 duration such as <c>PT15M</c>; empty for none.</summary>
    [DataMember(Order = 40)]
    public string? AlarmLeadTime { get; set; }

    /// <summary>Key of its sale; 0 for none.</summary>
    [DataMember(Order = 41)]
    public int SaleId { get; set; }

    /// <summary>Title of its sale; empty for none.</summary>
    [DataMember(Order = 42)]
    public string? SaleName { get; set; }

    /// <summary>Login name of the associate whose diary it is in.</summary>
    [DataMember(Order = 43)]
    public string? AssociateName { get; set; }

    /// <summary>When it was created; the year 1 when not known.</summary>
    [DataMember(Order = 44)]
    public DateTime CreatedDate { get; set; }

    /// <summary>Login name of its creator.</summary>
    [DataMember(Order = 45)]
    public string? CreatedBy { get; set; }

    /// <summary>Full name of its creator.</summary>
    [DataMember(Order = 46)]
    public string? CreatedByFullName { get; set; }

    /// <summary>Key of its creator; 0 when not known.</summary>
    [DataMember(Order = 47)]
    public int CreatedByAssociateId { get; set; }

    /// <summary>Something that should be checked.</summary>
    [DataMember(Order = 48)]
    public AppointmentCautionWarning CautionWarning { get; set; }

    /// <summary>Which other system owns it.</summary>
    [DataMember(Order = 49)]
    public AppointmentExternalOwner OwnedExternally { get; set; }

    /// <summary>Key of the associate who called the meeting; 0 when not known.</summary>
    [DataMember(Order = 50)]
    public int MotherAssociateId { get; set; }

    /// <summary>Address of the video meeting; empty for none.</summary>
    [DataMember(Order = 51)]
    public string? JoinVideomeetUrl { get; set; }

    /// <summary>Key of the time zone in which it is shown; 0 for the usual one.</summary>
    [DataMember(Order = 52)]
    public int PreferredTZLocation { get; set; }

    /// <summary>What it is about, in a line.</summary>
    [DataMember(Order = 53)]
    public string? Title { get; set; }

    /// <summary>What will be discussed.</summary>
    [DataMember(Order = 54)]
    public string? Agenda { get; set; }

    /// <summary>Notes that participants from outside do not see.</summary>
    [DataMember(Order = 55)]
    public string? InternalNotes { get; set; }

    /// <summary>Key of its kind of activity; 0 for none.</summary>
    [DataMember(Order = 56)]
    public int TaskId { get; set; }
}
