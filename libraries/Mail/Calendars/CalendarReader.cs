using Services83.EMail.Mail.Calendars.Lines;
using Services83.EMail.Mail.Calendars.Recurrence;
using Services83.EMail.Mail.Calendars.Times;

namespace Services83.EMail.Mail.Calendars;

/// <summary>
/// Reads iCalendar data (RFC 5545) as it occurs in mail. It never throws on data: what is missing or cannot be read is null, and lines,
/// components and lists beyond <see cref="CalendarLimits"/> are left out. Dates without a time, local and floating times stay what they are.
/// </summary>
public static class CalendarReader
{
    private const string MailTo = "mailto:";

    /// <param name="text">The content of the part, decoded from its charset.</param>
    /// <returns>Null if there is no calendar in it.</returns>
    public static CalendarObject? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (ComponentReader.Read(text).Inner("VCALENDAR").FirstOrDefault() is not { } calendar)
        {
            return null;
        }

        var zones = new CalendarZones(calendar);
        return new CalendarObject(Code(calendar, "METHOD"), calendar.Text("PRODID"), [.. calendar.Inner("VEVENT").Take(CalendarLimits.Values).Select(one => ReadEvent(one, zones))]);
    }

    private static CalendarEvent ReadEvent(CalendarComponent source, CalendarZones zones)
    {
        var start = TimeReader.Read(source.Find("DTSTART"), zones);
        return new CalendarEvent
        {
            Uid = source.Text("UID"),
            Sequence = source.Number("SEQUENCE") ?? 0,
            Status = Code(source, "STATUS"),
            Summary = source.Text("SUMMARY"),
            Location = source.Text("LOCATION"),
            Description = source.Text("DESCRIPTION"),
            Comment = source.Text("COMMENT"),
            Class = Code(source, "CLASS"),
            Priority = Math.Clamp(source.Number("PRIORITY") ?? 0, 0, 9),
            IsFree = Code(source, "TRANSP") == "TRANSPARENT",
            HasAlarm = source.Inner("VALARM").Any(),
            Organizer = source.Find("ORGANIZER") is { } organizer ? ReadUser(organizer) : null,
            Attendees = [.. source.All("ATTENDEE").Select(ReadUser)],
            Start = start,
            End = TimeReader.Read(source.Find("DTEND"), zones) ?? EndOf(start, source.Find("DURATION")),
            RecurrenceId = TimeReader.Read(source.Find("RECURRENCE-ID"), zones),
            Rule = source.Find("RRULE") is { } rule ? RuleReader.Read(rule.Value) : null,
            RecurrenceDates = Times(source, "RDATE", zones),
            ExceptionDates = Times(source, "EXDATE", zones),
            Stamp = TimeReader.Read(source.Find("DTSTAMP"), zones),
        };
    }

    private static CalendarTime[] Times(CalendarComponent source, string property, CalendarZones zones) =>
        [.. source.All(property).SelectMany(one => TimeReader.ReadList(one, zones)).Take(CalendarLimits.Values)];

    private static string? Code(CalendarComponent source, string property) => source.Find(property)?.Value.Trim().ToUpperInvariant() is { Length: > 0 } code ? code : null;

    /// <summary>An event does not end before it starts, and not after the calendar.</summary>
    private static CalendarTime? EndOf(CalendarTime? start, CalendarProperty? duration)
    {
        if (start is null)
        {
            return null;
        }

        var isDay = start.Kind == CalendarTimeKind.Date;
        var (days, time) = (duration is null ? null : TimeReader.ReadDuration(duration.Value)) ?? (isDay ? 1 : 0, TimeSpan.Zero);
        var room = DateTime.MaxValue - start.Local - TimeSpan.FromDays(2);
        if (days < 0 || time < TimeSpan.Zero || days > room.TotalDays || time > room - TimeSpan.FromDays(days))
        {
            return start;
        }

        var end = start.At(start.Local.AddDays(days));
        return isDay || time == TimeSpan.Zero ? end
            : end.Zone is { } zone ? end.At(TimeZoneInfo.ConvertTimeFromUtc(end.ToUtc(zone) + time, zone))
            : end.At(end.Local + time);
    }

    /// <summary>If the address is not an e-mail address, the parameter <c>EMAIL</c> (RFC 7986, 6.2) may be one.</summary>
    private static CalendarUser ReadUser(CalendarProperty property)
    {
        var address = property.Value.Trim();
        var isMail = address.StartsWith(MailTo, StringComparison.OrdinalIgnoreCase);
        return new CalendarUser(isMail ? PlainAddress(address) : property.Parameter("EMAIL") is { Length: > 0 } email ? PlainAddress(email) : address)
        {
            Name = property.Parameter("CN") is { Length: > 0 } name ? name : null,
            Type = Code(property, "CUTYPE") ?? "INDIVIDUAL",
            Role = Code(property, "ROLE") ?? "REQ-PARTICIPANT",
            Status = Code(property, "PARTSTAT") ?? "NEEDS-ACTION",
            IsReplyExpected = Code(property, "RSVP") == "TRUE",
            SentBy = property.Parameter("SENT-BY") is { Length: > 0 } sender ? PlainAddress(sender) : null,
        };
    }

    private static string? Code(CalendarProperty property, string parameter) => property.Parameter(parameter)?.ToUpperInvariant() is { Length: > 0 } code ? code : null;

    /// <summary>Without the scheme and the query of a <c>mailto</c> address (RFC 6068).</summary>
    private static string PlainAddress(string address)
    {
        var plain = address.StartsWith(MailTo, StringComparison.OrdinalIgnoreCase) ? address[MailTo.Length..] : address;
        return Uri.UnescapeDataString(plain.Split('?')[0]).Trim().Trim('<', '>');
    }
}
