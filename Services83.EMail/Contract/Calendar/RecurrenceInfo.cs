using System.Runtime.Serialization;

namespace Services83;

/// <summary>How an appointment recurs.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class RecurrenceInfo
{
    /// <summary>Key of the stored rule; 0 for one that is not in a diary.</summary>
    [DataMember(Order = 1)]
    public int RecurrenceId { get; set; }

    /// <summary>When the first occurrence begins.</summary>
    [DataMember(Order = 2)]
    public DateTime StartDate { get; set; }

    /// <summary>When the rule ends, if <see cref="RecurrenceEndType"/> is a date; the year 1 otherwise.</summary>
    [DataMember(Order = 3)]
    public DateTime EndDate { get; set; }

    /// <summary>Number of occurrences, if <see cref="RecurrenceEndType"/> is a number; 0 otherwise.</summary>
    [DataMember(Order = 4)]
    public int RecurrenceCounter { get; set; }

    /// <summary>How the end of the series is given; unknown for a series without an end.</summary>
    [DataMember(Order = 5)]
    public RecurrenceEndType RecurrenceEndType { get; set; }

    /// <summary>How it recurs. A rule that the other members cannot express is custom, and only its dates are given.</summary>
    [DataMember(Order = 6)]
    public RecurrencePattern Pattern { get; set; }

    /// <summary>For a daily recurrence; null otherwise.</summary>
    [DataMember(Order = 7)]
    public RecurrenceDayPattern? DayPattern { get; set; }

    /// <summary>For a weekly recurrence; null otherwise.</summary>
    [DataMember(Order = 8)]
    public RecurrenceWeekPattern? WeekPattern { get; set; }

    /// <summary>For a monthly recurrence; null otherwise.</summary>
    [DataMember(Order = 9)]
    public RecurrenceMonthPattern? MonthPattern { get; set; }

    /// <summary>For a yearly recurrence; null otherwise.</summary>
    [DataMember(Order = 10)]
    public RecurrenceYearPattern? YearPattern { get; set; }

    /// <summary>The first occurrences, in their order.</summary>
    [DataMember(Order = 11)]
    public RecurrenceDate[]? Dates { get; set; }

    /// <summary>Whether it recurs at all.</summary>
    [DataMember(Order = 12)]
    public bool IsRecurrence { get; set; }
}

/// <summary>An occurrence of a series.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class RecurrenceDate
{
    /// <summary>When the occurrence begins.</summary>
    [DataMember(Order = 1)]
    public DateTime Date { get; set; }

    /// <summary>Whether it collides with something else.</summary>
    [DataMember(Order = 2)]
    public bool IsConflict { get; set; }

    /// <summary>What it collides with, or the name of the day; empty for nothing.</summary>
    [DataMember(Order = 3)]
    public string? Description { get; set; }

    /// <summary>How to show the description; empty for no hint.</summary>
    [DataMember(Order = 4)]
    public string? DescriptionStyleHint { get; set; }

    /// <summary>More about the collision or the day; empty for nothing.</summary>
    [DataMember(Order = 5)]
    public string? Tooltip { get; set; }
}

/// <summary>How an appointment recurs.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum RecurrencePattern
{
    /// <summary>It does not.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>By days.</summary>
    [EnumMember]
    Daily = 1,

    /// <summary>By weeks.</summary>
    [EnumMember]
    Weekly = 2,

    /// <summary>By months.</summary>
    [EnumMember]
    Monthly = 3,

    /// <summary>By years.</summary>
    [EnumMember]
    Yearly = 4,

    /// <summary>On given dates.</summary>
    [EnumMember]
    Custom = 5,
}

/// <summary>How the end of a series is given.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum RecurrenceEndType
{
    /// <summary>It is not.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>By a date.</summary>
    [EnumMember]
    EndDate = 1,

    /// <summary>By a number of occurrences.</summary>
    [EnumMember]
    Counter = 2,
}
