namespace Services83.EMail.Mail.Calendars.Recurrence;

/// <summary>One value of <c>BYDAY</c>.</summary>
/// <param name="Day">The day of the week.</param>
/// <param name="Ordinal">Which one in the month or year, from the end if negative; 0 for each.</param>
public readonly record struct WeekdayOf(DayOfWeek Day, int Ordinal);
