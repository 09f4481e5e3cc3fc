using Services83.EMail.Mail.Calendars.Times;

namespace Services83.EMail.Mail.Calendars.Recurrence;

/// <summary>The recurrence set of an event (RFC 5545, 3.8.5).</summary>
internal static class OccurrencesOfSeries
{
    public static IEnumerable<CalendarTime> Of(
        CalendarTime start, RecurrenceRule? rule, IReadOnlyList<CalendarTime> dates, IReadOnlyList<CalendarTime> exceptions, TimeZoneInfo zone)
    {
        var excluded = exceptions.Where(one => one.Kind != CalendarTimeKind.Date).Select(one => one.ToUtc(zone)).ToHashSet();

        // Some programs write the day although the event has a time.
        var excludedDays = exceptions.Where(one => one.Kind == CalendarTimeKind.Date).Select(one => one.Local).ToHashSet();
        var others = dates.Append(start).OrderBy(one => one.ToUtc(zone)).ToList();
        DateTime? last = null;
        foreach (var one in Merge(others, rule is null ? [] : ByRule(start, rule, zone), zone))
        {
            var utc = one.ToUtc(zone);
            if (utc != last && !excluded.Contains(utc) && !excludedDays.Contains(one.Local.Date))
            {
                yield return one;
            }

            last = utc;
        }
    }

    private static IEnumerable<CalendarTime> ByRule(CalendarTime start, RecurrenceRule rule, TimeZoneInfo zone)
    {
        var last = rule.Until switch
        {
            null => DateTime.MaxValue,
            { Kind: CalendarTimeKind.Date } day => start.At(day.Local.AddTicks(TimeSpan.TicksPerDay - 1)).ToUtc(zone),
            { Kind: CalendarTimeKind.Utc } utc when start.Kind != CalendarTimeKind.Date => utc.Local,
            var local => start.At(local.Local).ToUtc(zone),
        };
        return RuleExpansion.Expand(rule, start.Local).Select(start.At).TakeWhile(one => one.ToUtc(zone) <= last);
    }

    private static IEnumerable<CalendarTime> Merge(List<CalendarTime> others, IEnumerable<CalendarTime> byRule, TimeZoneInfo zone)
    {
        var at = 0;
        foreach (var one in byRule)
        {
            for (; at < others.Count && others[at].ToUtc(zone) <= one.ToUtc(zone); at++)
            {
                yield return others[at];
            }

            yield return one;
        }

        for (; at < others.Count; at++)
        {
            yield return others[at];
        }
    }
}
