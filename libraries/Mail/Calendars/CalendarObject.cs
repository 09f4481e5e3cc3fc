namespace Services83.EMail.Mail.Calendars;

/// <summary>What a <c>text/calendar</c> part says (RFC 5545).</summary>
/// <param name="Method">In capital letters: <c>REQUEST</c>, <c>REPLY</c>, <c>CANCEL</c> (RFC 5546); null if it is no message between calendars.</param>
/// <param name="ProductId">The program that wrote it.</param>
/// <param name="Events">In the order of the text. Of a series with changed occurrences, one has no
/// <see cref="CalendarEvent.RecurrenceId"/>.</param>
public sealed record CalendarObject(string? Method, string? ProductId, IReadOnlyList<CalendarEvent> Events)
{
    /// <summary>The series or single event that the message is about; the first event if all are changed occurrences; null if there is
    /// none.</summary>
    public CalendarEvent? Main => Events.FirstOrDefault(one => one.RecurrenceId is null) ?? (Events.Count > 0 ? Events[0] : null);
}
