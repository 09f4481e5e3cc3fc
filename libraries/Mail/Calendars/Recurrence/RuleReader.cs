using System.Globalization;
using Services83.EMail.Mail.Calendars.Lines;
using Services83.EMail.Mail.Calendars.Times;

namespace Services83.EMail.Mail.Calendars.Recurrence;

/// <summary>Reads an <c>RRULE</c>. Parts that are unknown, and numbers outside of their range, are left out.</summary>
internal static class RuleReader
{
    private const int MaxListed = 400;

    private static readonly string[] Days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    /// <returns>Null without a frequency.</returns>
    public static RecurrenceRule? Read(string value)
    {
        var parts = new Dictionary<string, string>();
        foreach (var part in value.ToUpperInvariant().Split(';', CalendarLimits.Parameters))
        {
            var sign = part.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0)
            {
                parts.TryAdd(part[..sign].Trim(), part[(sign + 1)..].Trim());
            }
        }

        return FrequencyOf(parts.GetValueOrDefault("FREQ")) is { } frequency ? Read(frequency, parts) : null;
    }

    private static RecurrenceRule Read(RecurrenceFrequency frequency, Dictionary<string, string> parts) => new()
    {
        Frequency = frequency,
        Interval = Positive(parts, "INTERVAL") ?? 1,
        Count = Positive(parts, "COUNT"),
        Until = parts.TryGetValue("UNTIL", out var until) ? TimeReader.Read(until) : null,
        WeekStart = DayOf(parts.GetValueOrDefault("WKST")) ?? DayOfWeek.Monday,
        BySecond = Numbers(parts, "BYSECOND", 0, 59, maySubtract: false),
        ByMinute = Numbers(parts, "BYMINUTE", 0, 59, maySubtract: false),
        ByHour = Numbers(parts, "BYHOUR", 0, 23, maySubtract: false),
        ByDay = [.. List(parts, "BYDAY").Select(WeekdayOf).OfType<WeekdayOf>()],
        ByMonthDay = Numbers(parts, "BYMONTHDAY", 1, 31),
        ByYearDay = Numbers(parts, "BYYEARDAY", 1, 366),
        ByWeekNumber = Numbers(parts, "BYWEEKNO", 1, 53),
        ByMonth = Numbers(parts, "BYMONTH", 1, 12, maySubtract: false),
        BySetPosition = Numbers(parts, "BYSETPOS", 1, 366),
    };

    private static RecurrenceFrequency? FrequencyOf(string? name) => name switch
    {
        "YEARLY" => RecurrenceFrequency.Yearly,
        "MONTHLY" => RecurrenceFrequency.Monthly,
        "WEEKLY" => RecurrenceFrequency.Weekly,
        "DAILY" => RecurrenceFrequency.Daily,
        "HOURLY" => RecurrenceFrequency.Hourly,
        "MINUTELY" => RecurrenceFrequency.Minutely,
        "SECONDLY" => RecurrenceFrequency.Secondly,
        _ => null,
    };

    private static DayOfWeek? DayOf(string? name) => Array.IndexOf(Days, name) is >= 0 and var day ? (DayOfWeek)day : null;

    /// <summary>For example <c>MO</c>, <c>2TU</c> or <c>-1FR</c>.</summary>
    private static WeekdayOf? WeekdayOf(string text)
    {
        if (text.Length < 2 || DayOf(text[^2..]) is not { } day)
        {
            return null;
        }

        return text.Length == 2 ? new WeekdayOf(day, 0)
            : Number(text[..^2]) is { } ordinal && ordinal != 0 && Math.Abs(ordinal) <= 53 ? new WeekdayOf(day, ordinal)
            : null;
    }

    private static IEnumerable<string> List(Dictionary<string, string> parts, string name) =>
        parts.TryGetValue(name, out var list) ? list.Split(',').Take(MaxListed).Select(one => one.Trim()) : [];

    private static int[] Numbers(Dictionary<string, string> parts, string name, int least, int most, bool maySubtract = true) =>
    [
        .. List(parts, name).Select(Number).OfType<int>()
            .Where(number => (number >= least && number <= most) || (maySubtract && -number >= least && -number <= most)).Distinct(),
    ];

    private static int? Positive(Dictionary<string, string> parts, string name) => Number(parts.GetValueOrDefault(name) ?? "") is > 0 and var number ? number : null;

    private static int? Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
