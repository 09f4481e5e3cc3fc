using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Reads the appointment that a message contains (iCalendar, RFC 5545 and 5546). A part of <see cref="IWebEMailAgent"/>.</summary>
public interface IMailAppointmentOperations
{
    /// <summary>Makes an appointment to fill in. Nothing is stored.</summary>
    /// <returns>An appointment with empty texts and lists instead of null.</returns>
    [OperationContract]
    Task<EMailAppointment> CreateDefaultEMailAppointmentAsync();

    /// <summary>Reads the appointment of a cached message.</summary>
    /// <param name="mailItemId">Key of the message.</param>
    /// <returns>The appointment.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message, or it contains no appointment.</exception>
    [OperationContract]
    Task<EMailAppointment> GetEmailAppointmentAsync([MessageParameter(Name = "MailItemId")] int mailItemId);

    /// <summary>Reads how the appointment of a cached message recurs.</summary>
    /// <param name="mailItemId">Key of the message.</param>
    /// <returns>The rule and its dates; not recurring when the appointment takes place once.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message, or it contains no appointment.</exception>
    [OperationContract]
    Task<RecurrenceInfo> GetEmailAppointmentRecurrenceAsync([MessageParameter(Name = "MailItemId")] int mailItemId);
}
