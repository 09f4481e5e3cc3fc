namespace Services83.EMail.Mail.Calendars.Recurrence;

/// <summary>The periods of a rule, one after another: years, months, weeks, days, or the steps within a day.</summary>
internal sealed class RulePeriods(RecurrenceRule rule, DateTime start)
{
    private static readonly DateTime Last = DateTime.MaxValue.Date;

    /// <summary>Steps until the next period that can have an occurrence; more than one if a whole day or hour cannot.</summary>
    public DateTime? Next(DateTime period, DateTime nothingBefore)
    {
        try
        {
            return rule.Frequency switch
            {
                RecurrenceFrequency.Yearly => period.Year + (long)rule.Interval > Last.Year ? null : new DateTime(period.Year + rule.Interval, 1, 1),
                RecurrenceFrequency.Monthly => period.AddMonths(rule.Interval),
                RecurrenceFrequency.Weekly => period.AddDays(7L * rule.Interval),
                RecurrenceFrequency.Daily => period.AddDays(rule.Interval),
                _ => Step(period, nothingBefore),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            // The end of the calendar.
            return null;
        }
    }

    public DateTime First => rule.Frequency switch
    {
        RecurrenceFrequency.Yearly => new DateTime(start.Year, 1, 1),
        RecurrenceFrequency.Monthly => new DateTime(start.Year, start.Month, 1),
        RecurrenceFrequency.Weekly => FirstWeek(),
        RecurrenceFrequency.Daily => start.Date,
        RecurrenceFrequency.Hourly => start.Date.AddHours(start.Hour),
        RecurrenceFrequency.Minutely => start.Date.AddMinutes(start.Minute + (start.Hour * 60)),
        _ => start,
    };

    /// <summary>The days of a period.</summary>
    public IEnumerable<DateTime> DaysOf(DateTime period)
    {
        var count = rule.Frequency switch
        {
            RecurrenceFrequency.Yearly => DateTime.IsLeapYear(period.Year) ? 366 : 365,
            RecurrenceFrequency.Monthly => DateTime.DaysInMonth(period.Year, period.Month),
            RecurrenceFrequency.Weekly => 7,
            _ => 1,
        };
        for (var i = 0; i < count && (Last - period.Date).Days >= i; i++)
        {
            yield return period.Date.AddDays(i);
        }
    }

    private DateTime FirstWeek()
    {
        var back = ((int)start.DayOfWeek - (int)rule.WeekStart + 7) % 7;
        return start.Date.Ticks >= back * TimeSpan.TicksPerDay ? start.Date.AddDays(-back) : start.Date;
    }

    private DateTime Step(DateTime period, DateTime nothingBefore)
    {
        var unit = rule.Frequency switch { RecurrenceFrequency.Hourly => TimeSpan.TicksPerHour, RecurrenceFrequency.Minutely => TimeSpan.TicksPerMinute, _ => TimeSpan.TicksPerSecond };
        var step = unit * rule.Interval;
        var steps = Math.Max(1, (nothingBefore.Ticks - period.Ticks + step - 1) / step);
        return period.AddTicks(checked(step * steps));
    }
}
