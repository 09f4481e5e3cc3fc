using Services83.EMail.Mail.Calendars;
using Services83.EMail.Mail.Calendars.Recurrence;

namespace Services83.EMail.Engines.Mailbox.Appointments;

/// <summary>
/// Turns a recurring appointment into the carrier of the contract. The carrier has fewer patterns than iCalendar; a rule that it cannot
/// express is custom, and its dates are given.
/// </summary>
internal static class RecurrenceMapper
{
    /// <summary>Most dates in the carrier: many rules have no end.</summary>
    public const int MaxDates = 500;

    private const Weekday Workdays = Weekday.Monday | Weekday.Tuesday | Weekday.Wednesday | Weekday.Thursday | Weekday.Friday;

    /// <param name="main">The series.</param>
    /// <param name="zone">The zone for days and times without one.</param>
    public static RecurrenceInfo Carrier(CalendarEvent main, TimeZoneInfo zone)
    {
        var start = main.Start?.ToUtc(zone) ?? default;
        var info = new RecurrenceInfo { StartDate = start, IsRecurrence = main.IsRecurring, Dates = [] };
        if (!main.IsRecurring)
        {
            return info;
        }

        info.Dates =
        [
            .. main.Occurrences(MaxDates, zone)
                .Select(date => new RecurrenceDate { Date = date.ToUtc(zone), Description = "", DescriptionStyleHint = "", Tooltip = "" }),
        ];
        info.Pattern = RecurrencePattern.Custom;
        if (main.Rule is { } rule && main.Start is { } first)
        {
            SetEnd(info, rule, zone);
            if (main.RecurrenceDates.Count == 0)
            {
                SetPattern(info, rule, first.Local);
            }
        }

        return info;
    }

    private static void SetEnd(RecurrenceInfo info, RecurrenceRule rule, TimeZoneInfo zone)
    {
        if (rule.Count is { } count)
        {
            (info.RecurrenceEndType, info.RecurrenceCounter) = (RecurrenceEndType.Counter, count);
        }
        else if (rule.Until is { } until)
        {
            (info.RecurrenceEndType, info.EndDate) = (RecurrenceEndType.EndDate, until.ToUtc(zone));
        }
    }

    private static void SetPattern(RecurrenceInfo info, RecurrenceRule rule, DateTime start)
    {
        if (rule.BySecond.Count + rule.ByMinute.Count + rule.ByHour.Count + rule.ByYearDay.Count + rule.ByWeekNumber.Count > 0)
        {
            return;
        }

        switch (rule.Frequency)
        {
            case RecurrenceFrequency.Daily when rule is { ByMonth.Count: 0, ByMonthDay.Count: 0, BySetPosition.Count: 0 }:
                SetDaily(info, rule);
                break;
            case RecurrenceFrequency.Weekly when rule is { ByMonth.Count: 0, ByMonthDay.Count: 0, BySetPosition.Count: 0 }:
                info.Pattern = RecurrencePattern.Weekly;
                info.WeekPattern = new RecurrenceWeekPattern { Weekdays = Days(rule, start), Cycle = rule.Interval };
                break;
            case RecurrenceFrequency.Monthly when rule.ByMonth.Count == 0 && DayOf(rule, start) is { } day:
                info.Pattern = RecurrencePattern.Monthly;
                info.MonthPattern = new RecurrenceMonthPattern
                {
                    Pattern = day.Number > 0 ? RecurrenceMonthlyPattern.DayOfMonth : RecurrenceMonthlyPattern.WeekdayOfMonth,
                    Cycle = rule.Interval, Day = day.Number, Weekday = day.Weekday, WeekOfMonth = day.Week,
                };
                break;
            case RecurrenceFrequency.Yearly when rule is { Interval: 1, ByMonth.Count: <= 1 } && IsInMonth(rule) && DayOf(rule, start) is { } day:
                info.Pattern = RecurrencePattern.Yearly;
                info.YearPattern = new RecurrenceYearPattern
                {
                    Pattern = day.Number > 0 ? RecurrenceYearlyPattern.DayOfMonth : RecurrenceYearlyPattern.WeekdayOfMonth,
                    Cycle = rule.ByMonth is [var month] ? month : start.Month, Day = day.Number, Weekday = day.Weekday, WeekOfMonth = day.Week,
                };
                break;
            default:
                // Custom.
                break;
        }
    }

    private static void SetDaily(RecurrenceInfo info, RecurrenceRule rule)
    {
        if (rule.ByDay.Count == 0)
        {
            info.Pattern = RecurrencePattern.Daily;
            info.DayPattern = new RecurrenceDayPattern { Pattern = RecurrenceDailyPattern.EveryCyclicDay, Cycle = rule.Interval };
        }
        else if (rule.Interval == 1 && Days(rule, default) == Workdays)
        {
            info.Pattern = RecurrencePattern.Daily;
            info.DayPattern = new RecurrenceDayPattern { Pattern = RecurrenceDailyPattern.EveryWorkday, Cycle = 1 };
        }
    }

    /// <summary>Without <c>BYMONTH</c>, days and weekdays of a yearly rule are those of all months, or of the year.</summary>
    private static bool IsInMonth(RecurrenceRule rule) => rule.ByMonth.Count == 1 || (rule.ByDay.Count == 0 && rule.ByMonthDay.Count == 0);

    /// <summary>The day of a monthly rule; null for one that the carrier cannot express.</summary>
    private static (int Number, Weekday Weekday, WeekOfMonth Week)? DayOf(RecurrenceRule rule, DateTime start) => rule switch
    {
        { ByDay.Count: 0, ByMonthDay.Count: 0, BySetPosition.Count: 0 } => (start.Day, Weekday.Unknown, WeekOfMonth.Unknown),
        { ByDay.Count: 0, ByMonthDay: [> 0 and var number], BySetPosition.Count: 0 } => (number, Weekday.Unknown, WeekOfMonth.Unknown),
        { ByDay: [{ Ordinal: not 0 } day], ByMonthDay.Count: 0, BySetPosition.Count: 0 } when WeekOf(day.Ordinal) is { } week => (0, Of(day.Day), week),
        { ByDay: [{ Ordinal: 0 } day], ByMonthDay.Count: 0, BySetPosition: [var position] } when WeekOf(position) is { } week => (0, Of(day.Day), week),
        _ => null,
    };

    private static WeekOfMonth? WeekOf(int ordinal) => ordinal switch
    {
        >= 1 and <= 4 => (WeekOfMonth)ordinal,
        -1 => WeekOfMonth.Last,
        _ => null,
    };

    private static Weekday Days(RecurrenceRule rule, DateTime start) => rule.ByDay.Count == 0
        ? Of(start.DayOfWeek)
        : rule.ByDay.Aggregate(Weekday.Unknown, (days, day) => days | Of(day.Day));

    private static Weekday Of(DayOfWeek day) => day == DayOfWeek.Sunday ? Weekday.Sunday : (Weekday)(1 << ((int)day - 1));
}
