using Services83.EMail.Mail.Calendars.Recurrence;
using Services83.EMail.Mail.Calendars.Times;

namespace Services83.EMail.Mail.Calendars;

/// <summary>A <c>VEVENT</c> (RFC 5545, 3.6.1). Texts are unescaped; what the calendar does not have is null or empty.</summary>
public sealed record CalendarEvent
{
    public string? Uid { get; init; }

    /// <summary>0 if the calendar has none.</summary>
    public int Sequence { get; init; }

    /// <summary>In capital letters: <c>TENTATIVE</c>, <c>CONFIRMED</c> or <c>CANCELLED</c>.</summary>
    public string? Status { get; init; }

    public string? Summary { get; init; }

    public string? Location { get; init; }

    public string? Description { get; init; }

    /// <summary>A remark of the sender, such as why a participant declines.</summary>
    public string? Comment { get; init; }

    /// <summary>In capital letters: <c>PUBLIC</c>, <c>PRIVATE</c> or <c>CONFIDENTIAL</c>.</summary>
    public string? Class { get; init; }

    /// <summary>1 (highest) to 9; 0 if it has none.</summary>
    public int Priority { get; init; }

    /// <summary>Whether the time counts as free (<c>TRANSP:TRANSPARENT</c>).</summary>
    public bool IsFree { get; init; }

    public bool HasAlarm { get; init; }

    public CalendarUser? Organizer { get; init; }

    public IReadOnlyList<CalendarUser> Attendees { get; init; } = [];

    /// <summary>Null only if it is missing or cannot be read.</summary>
    public CalendarTime? Start { get; init; }

    /// <summary>The end itself does not belong to the event: the end of a whole day is the next day. From <c>DTEND</c> or
    /// <c>DURATION</c>; without both, the day of a day and the start of a time.</summary>
    public CalendarTime? End { get; init; }

    /// <summary>Which occurrence of a series this changes.</summary>
    public CalendarTime? RecurrenceId { get; init; }

    public RecurrenceRule? Rule { get; init; }

    public IReadOnlyList<CalendarTime> RecurrenceDates { get; init; } = [];

    public IReadOnlyList<CalendarTime> ExceptionDates { get; init; } = [];

    /// <summary><c>DTSTAMP</c>: when the sender wrote it.</summary>
    public CalendarTime? Stamp { get; init; }

    public bool IsWholeDay => Start?.Kind == CalendarTimeKind.Date;

    public bool IsRecurring => Rule is not null || RecurrenceDates.Count > 0;

    /// <summary>
    /// The starts of the series in ascending order: the first start, the rule, and the recurrence dates, without the exception dates. Changed
    /// occurrences are at their original time.
    /// </summary>
    /// <param name="most">How many at most; a rule may go on for ever.</param>
    /// <param name="floatingZone">The zone for days and floating times; it is used to compare them with others.</param>
    public IReadOnlyList<CalendarTime> Occurrences(int most, TimeZoneInfo floatingZone) =>
        Start is null ? [] : [.. OccurrencesOfSeries.Of(Start, Rule, RecurrenceDates, ExceptionDates, floatingZone).Take(most)];
}
