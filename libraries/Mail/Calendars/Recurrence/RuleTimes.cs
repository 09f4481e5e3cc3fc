namespace Services83.EMail.Mail.Calendars.Recurrence;

/// <summary>The times of a day at which a rule can occur. Parts that the rule does not have come from the first occurrence.</summary>
internal sealed class RuleTimes(RecurrenceRule rule, DateTime start)
{
    private readonly bool[] _hours = Flags(rule.ByHour, 24);
    private readonly bool[] _minutes = Flags(rule.ByMinute, 60);
    private readonly bool[] _seconds = Flags(rule.BySecond, 60);

    private TimeSpan[]? _ofDay;

    /// <summary>In ascending order.</summary>
    /// <param name="period">A day or longer, or an hour, minute or second.</param>
    public TimeSpan[] Of(DateTime period) => rule.Frequency switch
    {
        < RecurrenceFrequency.Hourly => _ofDay ??= All(Listed(rule.ByHour, start.Hour), Listed(rule.ByMinute, start.Minute), Listed(rule.BySecond, start.Second)),
        RecurrenceFrequency.Hourly => Accepts(period) ? All([period.Hour], Listed(rule.ByMinute, start.Minute), Listed(rule.BySecond, start.Second)) : [],
        RecurrenceFrequency.Minutely => Accepts(period) ? All([period.Hour], [period.Minute], Listed(rule.BySecond, start.Second)) : [],
        _ => Accepts(period) ? [period.TimeOfDay] : [],
    };

    /// <summary>The earliest time after a period without occurrences that can have one.</summary>
    public DateTime NothingBefore(DateTime period)
    {
        var hour = period.Date.AddHours(period.Hour);
        return !_hours[period.Hour] ? hour.AddHours(1)
            : rule.Frequency > RecurrenceFrequency.Hourly && !_minutes[period.Minute] ? hour.AddMinutes(period.Minute + 1)
            : period;
    }

    private bool Accepts(DateTime period) => _hours[period.Hour]
        && (rule.Frequency < RecurrenceFrequency.Minutely || _minutes[period.Minute])
        && (rule.Frequency < RecurrenceFrequency.Secondly || _seconds[period.Second]);

    private static TimeSpan[] All(IReadOnlyList<int> hours, IReadOnlyList<int> minutes, IReadOnlyList<int> seconds) =>
    [
        .. from hour in hours
           from minute in minutes
           from second in seconds
           select new TimeSpan(hour, minute, second),
    ];

    private static IReadOnlyList<int> Listed(IReadOnlyList<int> list, int first) => list.Count > 0 ? [.. list.Order()] : [first];

    private static bool[] Flags(IReadOnlyList<int> list, int count) => [.. Enumerable.Range(0, count).Select(number => list.Count == 0 || list.Contains(number))];
}
