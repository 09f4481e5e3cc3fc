using System.Globalization;
using Services83.EMail.Mail.Calendars.Lines;

namespace Services83.EMail.Mail.Calendars.Times;

/// <summary>Makes a zone of the offsets in a <c>VTIMEZONE</c> (RFC 5545, 3.6.5): its last standard time and, if it has one, its last
/// daylight saving time with the yearly days of change. Earlier rules of the zone are not read.</summary>
internal static class ZoneRules
{
    private static readonly TimeSpan MostOffset = TimeSpan.FromHours(14);

    /// <returns>Null if it has no offset.</returns>
    public static TimeZoneInfo? Read(CalendarComponent zone)
    {
        var id = zone.Text("TZID") is { Length: > 0 } given ? given : "?";
        var standard = Last(zone, "STANDARD") ?? Last(zone, "DAYLIGHT");
        var daylight = Last(zone, "DAYLIGHT");
        if (standard is null || OffsetOf(standard) is not { } offset)
        {
            return null;
        }

        var saving = daylight is not null && OffsetOf(daylight) is { } summer ? summer - offset : TimeSpan.Zero;
        if (saving == TimeSpan.Zero || Math.Abs(saving.TotalHours) > 2 || ChangeOf(daylight!) is not { } begin || ChangeOf(standard) is not { } end || begin.Equals(end))
        {
            return TimeZoneInfo.CreateCustomTimeZone(id, offset, id, id);
        }

        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, saving, begin, end);
        return TimeZoneInfo.CreateCustomTimeZone(id, offset, id, id, id, [rule]);
    }

    private static CalendarComponent? Last(CalendarComponent zone, string part) =>
        zone.Inner(part).MaxBy(one => one.Find("DTSTART")?.Value ?? "", StringComparer.Ordinal);

    /// <summary>For example <c>+0100</c> or <c>-033000</c>.</summary>
    private static TimeSpan? OffsetOf(CalendarComponent part)
    {
        var text = part.Find("TZOFFSETTO")?.Value.Trim() ?? "";
        if (text.Length < 5 || !int.TryParse(text.AsSpan(1, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var offset = new TimeSpan(number / 100, number % 100, 0) * (text[0] == '-' ? -1 : 1);
        return offset.Duration() <= MostOffset ? offset : null;
    }

    /// <summary>The day of the change in any year, from <c>FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU</c>, else from the date itself.</summary>
    private static TimeZoneInfo.TransitionTime? ChangeOf(CalendarComponent part)
    {
        if (TimeReader.Read(part.Find("DTSTART")?.Value ?? "") is not { } start)
        {
            return null;
        }

        var clock = new DateTime(1, 1, 1, start.Local.Hour, start.Local.Minute, start.Local.Second, DateTimeKind.Unspecified);
        var rule = (part.Find("RRULE")?.Value ?? "").Split(';').Select(one => one.Split('=')).Where(one => one.Length == 2)
            .GroupBy(one => one[0].Trim().ToUpperInvariant()).ToDictionary(group => group.Key, group => group.First()[1].Trim().ToUpperInvariant());
        if (rule.GetValueOrDefault("BYDAY") is { Length: >= 3 } day && int.TryParse(day[..^2], CultureInfo.InvariantCulture, out var week) && week is -1 or (>= 1 and <= 4)
            && Array.IndexOf(Days, day[^2..]) is >= 0 and var index)
        {
            var month = int.TryParse(rule.GetValueOrDefault("BYMONTH"), CultureInfo.InvariantCulture, out var given) && given is >= 1 and <= 12 ? given : start.Local.Month;
            return TimeZoneInfo.TransitionTime.CreateFloatingDateRule(clock, month, week == -1 ? 5 : week, (DayOfWeek)index);
        }

        return TimeZoneInfo.TransitionTime.CreateFixedDateRule(clock, start.Local.Month, start.Local.Day);
    }

    private static readonly string[] Days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
}
