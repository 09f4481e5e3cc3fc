namespace Services83.EMail.Mail.Calendars.Times;

/// <summary>A point in time as a calendar has it.</summary>
/// <param name="Local">Date and time on the clock of its zone, of UTC if it is in UTC; midnight if it is a day.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Zone">Of <see cref="CalendarTimeKind.Zoned"/>; otherwise null.</param>
public sealed record CalendarTime(DateTime Local, CalendarTimeKind Kind, TimeZoneInfo? Zone = null)
{
    /// <param name="floatingZone">The zone for days and floating times.</param>
    /// <returns>With <see cref="DateTimeKind.Utc"/>; at the ends of the calendar the first or last possible time.</returns>
    public DateTime ToUtc(TimeZoneInfo floatingZone) => Kind == CalendarTimeKind.Utc
        ? DateTime.SpecifyKind(Local, DateTimeKind.Utc)
        : Subtract(Local, OffsetOf(Local, Zone ?? floatingZone));

    /// <summary>The same kind of time at another date.</summary>
    public CalendarTime At(DateTime local) => this with { Local = local };

    /// <summary>
    /// A local time that occurs twice is the first one, and one that does not exist has the offset from before the gap (RFC 5545, 3.3.5).
    /// </summary>
    private static TimeSpan OffsetOf(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsAmbiguousTime(local))
        {
            return zone.GetAmbiguousTimeOffsets(local).Max();
        }

        return zone.IsInvalidTime(local) && local > DateTime.MinValue.AddDays(1) ? zone.GetUtcOffset(local.AddDays(-1)) : zone.GetUtcOffset(local);
    }

    private static DateTime Subtract(DateTime local, TimeSpan offset)
    {
        var ticks = Math.Clamp(local.Ticks - offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        return new DateTime(ticks, DateTimeKind.Utc);
    }
}
