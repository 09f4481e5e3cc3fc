using Services83.EMail.Mail.Calendars.Times;

namespace Services83.EMail.Mail.Calendars.Recurrence;

/// <summary>An <c>RRULE</c> (RFC 5545, 3.3.10). Lists are empty if the rule does not have them; their values are within the ranges of the
/// RFC.</summary>
public sealed record RecurrenceRule
{
    public required RecurrenceFrequency Frequency { get; init; }

    /// <summary>1 or more.</summary>
    public int Interval { get; init; } = 1;

    /// <summary>Number of occurrences, 1 or more; null if it is not limited.</summary>
    public int? Count { get; init; }

    /// <summary>The last time that may occur. A day includes all its times.</summary>
    public CalendarTime? Until { get; init; }

    /// <summary><c>WKST</c>.</summary>
    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    public IReadOnlyList<int> BySecond { get; init; } = [];

    public IReadOnlyList<int> ByMinute { get; init; } = [];

    public IReadOnlyList<int> ByHour { get; init; } = [];

    public IReadOnlyList<WeekdayOf> ByDay { get; init; } = [];

    /// <summary>1 to 31, from the end if negative. The same applies to the next two.</summary>
    public IReadOnlyList<int> ByMonthDay { get; init; } = [];

    public IReadOnlyList<int> ByYearDay { get; init; } = [];

    public IReadOnlyList<int> ByWeekNumber { get; init; } = [];

    public IReadOnlyList<int> ByMonth { get; init; } = [];

    /// <summary><c>BYSETPOS</c>: which of the occurrences of a period, from the end if negative.</summary>
    public IReadOnlyList<int> BySetPosition { get; init; } = [];
}
