namespace Services83.EMail.Mail.Calendars.Recurrence;

/// <summary>Whether a rule can occur on a day. Whatever the frequency, a day must fit to all parts of the rule that are about days; parts
/// that the rule does not have come from the first occurrence.</summary>
internal sealed class DayFilter
{
    private readonly RecurrenceRule _rule;

    private readonly bool[]? _months;

    private readonly IReadOnlyList<int> _monthDays;

    private readonly IReadOnlyList<WeekdayOf> _weekdays;

    /// <summary>Whether ordinals of weekdays count within the year, not within the month.</summary>
    private readonly bool _countsInYear;

    public DayFilter(RecurrenceRule rule, DateTime start)
    {
        _rule = rule;
        (_monthDays, _weekdays) = (rule.ByMonthDay, rule.ByDay);
        var months = rule.ByMonth;
        if (rule.ByYearDay.Count == 0 && rule.ByMonthDay.Count == 0 && rule.ByDay.Count == 0)
        {
            var isByWeek = rule.Frequency == RecurrenceFrequency.Weekly || (rule.ByWeekNumber.Count > 0 && rule.Frequency == RecurrenceFrequency.Yearly);
            var isByMonth = rule.Frequency is RecurrenceFrequency.Yearly or RecurrenceFrequency.Monthly;
            _weekdays = isByWeek ? [new WeekdayOf(start.DayOfWeek, 0)] : _weekdays;
            _monthDays = isByMonth && !isByWeek ? [start.Day] : _monthDays;
            months = isByMonth && !isByWeek && rule.Frequency == RecurrenceFrequency.Yearly && months.Count == 0 ? [start.Month] : months;
        }

        _months = months.Count == 0 ? null : [.. Enumerable.Range(0, 13).Select(months.Contains)];
        _countsInYear = rule.Frequency == RecurrenceFrequency.Yearly && rule.ByMonth.Count == 0;
    }

    public bool Accepts(DateTime day) =>
        (_months is null || _months[day.Month])
        && (_monthDays.Count == 0 || IsListed(_monthDays, day.Day, DateTime.DaysInMonth(day.Year, day.Month)))
        && (_rule.ByYearDay.Count == 0 || IsListed(_rule.ByYearDay, day.DayOfYear, DaysIn(day.Year)))
        && (_weekdays.Count == 0 || IsWeekday(day))
        && (_rule.ByWeekNumber.Count == 0 || IsWeek(day));

    private bool IsWeekday(DateTime day)
    {
        foreach (var (weekday, ordinal) in _weekdays)
        {
            if (weekday == day.DayOfWeek && (ordinal == 0 || _rule.Frequency > RecurrenceFrequency.Monthly || IsOrdinal(day, ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOrdinal(DateTime day, int ordinal)
    {
        var (number, count) = _countsInYear ? (day.DayOfYear, DaysIn(day.Year)) : (day.Day, DateTime.DaysInMonth(day.Year, day.Month));
        return ordinal > 0 ? ((number - 1) / 7) + 1 == ordinal : ((count - number) / 7) + 1 == -ordinal;
    }

    /// <summary>The first week of a year is the first one with four days in it (RFC 5545, 3.3.10).</summary>
    private bool IsWeek(DateTime day)
    {
        // The year of a week is the year of its fourth day.
        var intoWeek = ((int)day.DayOfWeek - (int)_rule.WeekStart + 7) % 7;
        var fourth = day.Ticks / TimeSpan.TicksPerDay - intoWeek + 3;
        if (fourth < 0 || fourth > DateTime.MaxValue.Ticks / TimeSpan.TicksPerDay)
        {
            return false;
        }

        var inYear = new DateTime(fourth * TimeSpan.TicksPerDay);
        var days = DaysIn(inYear.Year);
        return IsListed(_rule.ByWeekNumber, ((inYear.DayOfYear - 1) / 7) + 1, ((inYear.DayOfYear - 1) / 7) + 1 + ((days - inYear.DayOfYear) / 7));
    }

    private static bool IsListed(IReadOnlyList<int> list, int number, int count)
    {
        foreach (var one in list)
        {
            if (one == number || one == number - count - 1)
            {
                return true;
            }
        }

        return false;
    }

    private static int DaysIn(int year) => DateTime.IsLeapYear(year) ? 366 : 365;
}
