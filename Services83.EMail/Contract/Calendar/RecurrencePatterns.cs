using System.Runtime.Serialization;

namespace Services83;

/// <summary>A daily recurrence.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class RecurrenceDayPattern
{
    /// <summary>Which days.</summary>
    [DataMember(Order = 1)]
    public RecurrenceDailyPattern Pattern { get; set; }

    /// <summary>Number of days between two occurrences, 1 or more, if the days are counted.</summary>
    [DataMember(Order = 2)]
    public int Cycle { get; set; }
}

/// <summary>A weekly recurrence.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class RecurrenceWeekPattern
{
    /// <summary>The days of the week, one or more.</summary>
    [DataMember(Order = 1)]
    public Weekday Weekdays { get; set; }

    /// <summary>Number of weeks between two occurrences, 1 or more.</summary>
    [DataMember(Order = 2)]
    public int Cycle { get; set; }
}

/// <summary>A monthly recurrence.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class RecurrenceMonthPattern
{
    /// <summary>How the day is given.</summary>
    [DataMember(Order = 1)]
    public RecurrenceMonthlyPattern Pattern { get; set; }

    /// <summary>Number of months between two occurrences, 1 or more.</summary>
    [DataMember(Order = 2)]
    public int Cycle { get; set; }

    /// <summary>Day of the month, 1 to 31, if the day is given by its number.</summary>
    [DataMember(Order = 3)]
    public int Day { get; set; }

    /// <summary>Day of the week, if the day is given by its week.</summary>
    [DataMember(Order = 4)]
    public Weekday Weekday { get; set; }

    /// <summary>The week, if the day is given by its week.</summary>
    [DataMember(Order = 5)]
    public WeekOfMonth WeekOfMonth { get; set; }
}

/// <summary>A yearly recurrence.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class RecurrenceYearPattern
{
    /// <summary>How the day is given.</summary>
    [DataMember(Order = 1)]
    public RecurrenceYearlyPattern Pattern { get; set; }

    /// <summary>The month, 1 to 12.</summary>
    [DataMember(Order = 2)]
    public int Cycle { get; set; }

    /// <summary>Day of the month, 1 to 31, if the day is given by its number.</summary>
    [DataMember(Order = 3)]
    public int Day { get; set; }

    /// <summary>Day of the week, if the day is given by its week.</summary>
    [DataMember(Order = 4)]
    public Weekday Weekday { get; set; }

    /// <summary>The week, if the day is given by its week.</summary>
    [DataMember(Order = 5)]
    public WeekOfMonth WeekOfMonth { get; set; }
}
