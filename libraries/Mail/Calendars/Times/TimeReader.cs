using System.Globalization;
using Services83.EMail.Mail.Calendars.Lines;

namespace Services83.EMail.Mail.Calendars.Times;

/// <summary>Reads dates, times and durations (RFC 5545, 3.3.4 to 3.3.6). What cannot be read is null.</summary>
internal static class TimeReader
{
    private static readonly string[] Times =
        ["yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyyMMdd'T'HHmmss.FFFFFFF"];

    private static readonly string[] Dates = ["yyyyMMdd", "yyyy-MM-dd"];

    /// <param name="property">A property of one time.</param>
    /// <param name="zones">The zones of the calendar.</param>
    public static CalendarTime? Read(CalendarProperty? property, CalendarZones zones) => property is null ? null : Read(property, property.Value, zones);

    /// <summary>A list of times, such as <c>EXDATE</c>; of periods (<c>RDATE</c>) the start.</summary>
    public static IEnumerable<CalendarTime> ReadList(CalendarProperty property, CalendarZones zones) => property.Value.Split(',')
        .Take(CalendarLimits.Values)
        .Select(value => Read(property, value.Split('/')[0], zones))
        .OfType<CalendarTime>();

    /// <param name="value">Without a zone, or with <c>Z</c>.</param>
    /// <returns>Without a zone unless it ends in <c>Z</c>.</returns>
    public static CalendarTime? Read(string value)
    {
        var text = value.Trim().ToUpperInvariant();
        var isUtc = text.EndsWith('Z');
        if (DateTime.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return new CalendarTime(date, CalendarTimeKind.Date);
        }

        // A leap second, which DateTime does not have, becomes the one before.
        var clock = isUtc ? text[..^1] : text;
        var read = ReadClock(clock) ?? (clock.EndsWith("60", StringComparison.Ordinal) ? ReadClock(clock[..^2] + "59") : null);
        return read is { } local
            ? new CalendarTime(local, isUtc ? CalendarTimeKind.Utc : CalendarTimeKind.Floating)
            : null;
    }

    /// <summary>For example <c>P1DT2H</c>, <c>-PT15M</c> or <c>P2W</c>.</summary>
    /// <returns>Days on the clock of a zone, and time that passes (RFC 5545, 3.3.6).</returns>
    public static (int Days, TimeSpan Time)? ReadDuration(string value)
    {
        var text = value.Trim().ToUpperInvariant();
        var isNegative = text.StartsWith('-');
        text = text.TrimStart('+', '-');
        if (text.Length < 3 || text[0] != 'P')
        {
            return null;
        }

        var (days, seconds) = (0L, 0L);
        var number = -1L;
        foreach (var c in text.AsSpan(1))
        {
            if (char.IsAsciiDigit(c))
            {
                number = Math.Min((Math.Max(number, 0) * 10) + (c - '0'), int.MaxValue);
            }
            else if (c != 'T' || number >= 0)
            {
                if (number < 0 || UnitOf(c) is not { } unit)
                {
                    return null;
                }

                _ = c is 'W' or 'D' ? days += number * unit : seconds += number * unit;
                number = -1;
            }
        }

        var sign = isNegative ? -1 : 1;
        return number < 0 ? (sign * (int)Math.Min(days, int.MaxValue), TimeSpan.FromSeconds(sign * seconds)) : null;
    }

    /// <summary>In days or seconds.</summary>
    private static int? UnitOf(char c) => c switch { 'W' => 7, 'D' => 1, 'H' => 3_600, 'M' => 60, 'S' => 1, _ => null };

    private static DateTime? ReadClock(string text) =>
        DateTime.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond)) : null;

    private static CalendarTime? Read(CalendarProperty property, string value, CalendarZones zones)
    {
        if (Read(value) is not { } time)
        {
            return null;
        }

        if (string.Equals(property.Parameter("VALUE"), "DATE", StringComparison.OrdinalIgnoreCase))
        {
            return new CalendarTime(time.Local.Date, CalendarTimeKind.Date);
        }

        return time.Kind == CalendarTimeKind.Floating && property.Parameter("TZID") is { Length: > 0 } id && zones.Find(id) is { } zone
            ? time with { Kind = CalendarTimeKind.Zoned, Zone = zone }
            : time;
    }
}
