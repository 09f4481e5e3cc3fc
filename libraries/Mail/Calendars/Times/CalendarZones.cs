using Services83.EMail.Mail.Calendars.Lines;

namespace Services83.EMail.Mail.Calendars.Times;

/// <summary>
/// Finds the zone that a <c>TZID</c> means: by its name (tz database or Windows), by the name that the calendar itself gives
/// (<c>X-LIC-LOCATION</c>), else by the offsets of its <c>VTIMEZONE</c>. A known name is better than these, because many programs write only
/// the rules of this year.
/// </summary>
internal sealed class CalendarZones
{
    private readonly Dictionary<string, CalendarComponent> _definitions = new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, TimeZoneInfo?> _found = new(StringComparer.OrdinalIgnoreCase);

    public CalendarZones(CalendarComponent calendar)
    {
        foreach (var zone in calendar.Inner("VTIMEZONE").Take(CalendarLimits.Parameters))
        {
            _definitions.TryAdd(zone.Text("TZID") ?? "", zone);
        }
    }

    /// <returns>Null if nothing says which zone it is; the time then is as good as a floating one.</returns>
    public TimeZoneInfo? Find(string id)
    {
        if (!_found.TryGetValue(id, out var zone))
        {
            zone = Look(id);
            if (_found.Count < CalendarLimits.Values)
            {
                _found.Add(id, zone);
            }
        }

        return zone;
    }

    private TimeZoneInfo? Look(string id)
    {
        _definitions.TryGetValue(id, out var definition);
        return ByName(id) ?? (definition?.Text("X-LIC-LOCATION") is { } name ? ByName(name) : null)
            ?? (definition is null ? null : ZoneRules.Read(definition));
    }

    /// <summary>Some programs put a path before the name: <c>/mozilla.org/20050126_1/Europe/Oslo</c>.</summary>
    private static TimeZoneInfo? ByName(string id)
    {
        var parts = id.Trim().Trim('"').Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var length = Math.Min(parts.Length, 3); length > 0; length--)
        {
            var name = string.Join('/', parts[^length..]);
            if (name.Length < 100 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            {
                return zone;
            }
        }

        return null;
    }
}
