using Services83.EMail.Mail.Calendars;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Engines.Mailbox.Carriers;

/// <summary>The calendar data of messages (RFC 6047).</summary>
internal static class MailCalendars
{
    /// <summary>Most parts that are read: a message has the same calendar once or twice.</summary>
    private const int MaxParts = 10;

    /// <summary>Whether a part has calendar data. Some programs send them as a file of this name.</summary>
    public static bool IsCalendar(MimePart part) =>
        part.ContentType is { Type: "text", Subtype: "calendar" } or { Type: "application", Subtype: "ics" }
        || part.DeclaredName?.EndsWith(".ics", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The calendars with events in a message, without those parts whose bytes are not there.</summary>
    public static IReadOnlyList<CalendarObject> In(MimeMessage message) =>
    [
        .. message.Attachments.Where(part => IsCalendar(part) && part.HasBody).Take(MaxParts)
            .Select(part => CalendarReader.Read(part.DecodeText())).OfType<CalendarObject>().Where(calendar => calendar.Main is not null),
    ];

    /// <summary>Completes the members of a carrier that are about calendar data.</summary>
    public static void Fill(EMailEntity entity, MimeMessage message)
    {
        var calendars = In(message);
        if (calendars.Count == 0)
        {
            return;
        }

        // The same appointment is often sent twice: as an alternative of the text, and as a file.
        entity.HasCalendarData = calendars.SelectMany(calendar => calendar.Events).Select(one => one.Uid).Distinct(StringComparer.Ordinal).Count() == 1;
        entity.CalMethod = MethodOf(calendars[0]);
        entity.CalReplyStatus = entity.CalMethod == CalMethod.Reply ? ReplyOf(calendars[0].Main!) : CalReplyStatus.Unknown;
    }

    public static CalMethod MethodOf(CalendarObject calendar) => calendar.Method switch
    {
        "ADD" => CalMethod.Add,
        "CANCEL" => CalMethod.Cancel,
        "COUNTER" => CalMethod.Counter,
        "DECLINECOUNTER" => CalMethod.DeclineCounter,
        "PUBLISH" => CalMethod.Publish,
        "REFRESH" => CalMethod.Refresh,
        "REPLY" => CalMethod.Reply,
        "REQUEST" => CalMethod.Request,
        _ => CalMethod.Unknown,
    };

    /// <summary>A reply has one attendee: who replies (RFC 5546, section 3.2.3).</summary>
    private static CalReplyStatus ReplyOf(CalendarEvent appointment) => appointment.Attendees is [var attendee, ..]
        ? attendee.Status switch
        {
            "ACCEPTED" => CalReplyStatus.Accepted,
            "DECLINED" => CalReplyStatus.Declined,
            "TENTATIVE" => CalReplyStatus.Tentative,
            _ => CalReplyStatus.Unknown,
        }
        : CalReplyStatus.Unknown;
}
