using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Calendars;

namespace Services83.EMail.Engines.Mailbox.Appointments;

/// <summary>Turns an appointment of a calendar into the carrier of the contract. Missing texts and lists are empty, not null.</summary>
internal static class AppointmentMapper
{
    public static EMailAppointment Carrier(CalendarObject calendar, CallContext call)
    {
        var main = calendar.Main!;
        var start = main.Start?.ToUtc(call.Zone) ?? default;
        var end = main.End?.ToUtc(call.Zone) ?? start;
        return new EMailAppointment
        {
            Appointment = Of(main, MailCalendars.MethodOf(calendar), start, end, call),
            CalMethod = MailCalendars.MethodOf(calendar),
            Participants = [.. Participants(main).Distinct(StringComparer.OrdinalIgnoreCase)],
            Comment = main.Comment ?? "",
            Sequence = main.Sequence,
            DtStart = start,
            DtEnd = end,
        };
    }

    /// <summary>An appointment to fill in.</summary>
    public static Appointment Empty() => new()
    {
        Type = AppointmentType.inDiary, TaskType = TaskType.Appointment, BookingType = BookingType.None, InvitationStatus = InvitationStatus.None,
        AssignmentStatus = AssignmentStatus.None, Completed = ActivityStatus.NotStarted,
        Task = "", AssociateFullName = "", ContactName = "", Description = "", PersonFullName = "", ProjectName = "", PriorityName = "",
        AssignedByFullName = "", RejectReason = "", Location = "", AlarmLeadTime = "", SaleName = "", AssociateName = "", CreatedBy = "",
        CreatedByFullName = "", JoinVideomeetUrl = "", Title = "", Agenda = "", InternalNotes = "",
    };

    private static Appointment Of(CalendarEvent main, CalMethod method, DateTime start, DateTime end, CallContext call)
    {
        var appointment = Empty();
        var caller = call.RequireCaller();
        appointment.Title = main.Summary ?? "";
        appointment.Description = main.Description ?? "";
        appointment.Agenda = main.Description ?? "";
        appointment.Location = main.Location ?? "";
        appointment.StartDate = start;
        appointment.EndDate = end;
        appointment.ActiveDate = start;
        appointment.IsAlldayEvent = main.IsWholeDay;
        appointment.IsFree = main.IsFree;
        appointment.HasAlarm = main.HasAlarm;
        appointment.Private = main.Class is "PRIVATE" or "CONFIDENTIAL" ? AppointmentPrivate.PrivateUser : AppointmentPrivate.Public;
        appointment.AssociateId = caller.AssociateId;
        appointment.AssociateName = caller.LoginName;
        appointment.CreatedDate = main.Stamp?.ToUtc(call.Zone) ?? default;
        appointment.OwnedExternally = AppointmentExternalOwner.Other;
        SetMeeting(appointment, main, method);
        SetRecurrence(appointment, main, call.Zone);
        return appointment;
    }

    private static void SetMeeting(Appointment appointment, CalendarEvent main, CalMethod method)
    {
        if (main.Attendees.Count == 0)
        {
            return;
        }

        appointment.IsBooking = true;
        appointment.BookingType = BookingType.Participant;
        appointment.Type = AppointmentType.BookingForDiary;
        appointment.InvitationStatus = method == CalMethod.Cancel || main.Status == "CANCELLED" ? InvitationStatus.Cancelled : InvitationStatus.Invitation;
    }

    private static void SetRecurrence(Appointment appointment, CalendarEvent main, TimeZoneInfo zone)
    {
        if (!main.IsRecurring)
        {
            return;
        }

        var recurrence = RecurrenceMapper.Carrier(main, zone);
        appointment.IsRecurrence = true;
        appointment.RecurringPattern = recurrence.Pattern;
        appointment.RecurringStartDate = recurrence.StartDate;
        appointment.RecurringEndDate = recurrence.EndDate;
        appointment.CautionWarning = recurrence.Pattern == RecurrencePattern.Custom
            ? AppointmentCautionWarning.RecurrencePatternNotSupported
            : AppointmentCautionWarning.OK;
    }

    private static IEnumerable<string> Participants(CalendarEvent main) =>
        [.. main.Organizer is { } organizer ? (string[])[organizer.Address] : [], .. main.Attendees.Select(attendee => attendee.Address)];
}
