using System.Runtime.Serialization;

namespace Services83;

/// <summary>The days of a daily recurrence.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum RecurrenceDailyPattern
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>Monday to Friday.</summary>
    [EnumMember]
    EveryWorkday = 1,

    /// <summary>Every day.</summary>
    [EnumMember]
    EveryWeekday = 2,

    /// <summary>Every so many days.</summary>
    [EnumMember]
    EveryCyclicDay = 3,
}

/// <summary>How the day of a monthly recurrence is given.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum RecurrenceMonthlyPattern
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>By its number.</summary>
    [EnumMember]
    DayOfMonth = 4,

    /// <summary>By day and week.</summary>
    [EnumMember]
    WeekdayOfMonth = 5,
}

/// <summary>How the day of a yearly recurrence is given.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum RecurrenceYearlyPattern
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>By its number.</summary>
    [EnumMember]
    DayOfMonth = 6,

    /// <summary>By day and week.</summary>
    [EnumMember]
    WeekdayOfMonth = 7,
}

/// <summary>Days of the week.</summary>
[Flags]
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum Weekday
{
    /// <summary>None.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>Monday.</summary>
    [EnumMember]
    Monday = 1,

    /// <summary>Tuesday.</summary>
    [EnumMember]
    Tuesday = 2,

    /// <summary>Wednesday.</summary>
    [EnumMember]
    Wednesday = 4,

    /// <summary>Thursday.</summary>
    [EnumMember]
    Thursday = 8,

    /// <summary>Friday.</summary>
    [EnumMember]
    Friday = 16,

    /// <summary>Saturday.</summary>
    [EnumMember]
    Saturday = 32,

    /// <summary>Sunday.</summary>
    [EnumMember]
    Sunday = 64,
}

/// <summary>A week of a month.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum WeekOfMonth
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>The first.</summary>
    [EnumMember]
    First = 1,

    /// <summary>The second.</summary>
    [EnumMember]
    Second = 2,

    /// <summary>The third.</summary>
    [EnumMember]
    Third = 3,

    /// <summary>The fourth.</summary>
    [EnumMember]
    Fourth = 4,

    /// <summary>The last.</summary>
    [EnumMember]
    Last = 5,
}
