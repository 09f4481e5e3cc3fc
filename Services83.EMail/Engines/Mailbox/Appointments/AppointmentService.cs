using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Mailbox.Appointments;

/// <summary>Reads the appointments of cached messages. Days, and times without a zone, are in the caller's zone.</summary>
internal sealed class AppointmentService(CallContext call, CachedCalendars calendars) : IMailAppointmentOperations
{
    public Task<EMailAppointment> CreateDefaultEMailAppointmentAsync()
    {
        call.RequireCaller();
        return Task.FromResult(new EMailAppointment { Appointment = AppointmentMapper.Empty(), Participants = [], Comment = "" });
    }

    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see, or it has no appointment.</exception>
    public async Task<EMailAppointment> GetEmailAppointmentAsync(int mailItemId)
    {
        var (item, calendar) = await calendars.RequireAsync(mailItemId, "MailItemId");
        var carrier = AppointmentMapper.Carrier(calendar, call);
        carrier.Superseded = await calendars.IsSupersededAsync(item, calendar);
        return carrier;
    }

    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see, or it has no appointment.</exception>
    public async Task<RecurrenceInfo> GetEmailAppointmentRecurrenceAsync(int mailItemId)
    {
        var (_, calendar) = await calendars.RequireAsync(mailItemId, "MailItemId");
        return RecurrenceMapper.Carrier(calendar.Main!, call.Zone);
    }
}
