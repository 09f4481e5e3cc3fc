using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Contacts and persons behind e-mail addresses. A part of <see cref="IWebEMailAgent"/>.</summary>
public interface IWebPeopleOperations
{
    /// <summary>As <see cref="IPeopleOperations.FindContactOrPersonByEmailNameAsync"/>, with limits.</summary>
    /// <param name="name">Display name of the sender.</param>
    /// <param name="emailAddress">Address of the sender.</param>
    /// <param name="numberOfContacts">Most contacts without a person to return, 0 or more.</param>
    /// <param name="numberOfPersons">Most persons to return, 0 or more.</param>
    /// <returns>The contacts and persons found by the address or the name; empty when there are none.</returns>
    [OperationContract]
    Task<ContactOrPersonFromEmail[]> FindContactOrPersonByEmailNameWithLimitAsync(
        [MessageParameter(Name = "Name")] string? name,
        [MessageParameter(Name = "EmailAddress")] string? emailAddress,
        [MessageParameter(Name = "NumberOfContacts")] int numberOfContacts,
        [MessageParameter(Name = "NumberOfPersons")] int numberOfPersons);

    /// <summary>As <see cref="IPeopleOperations.GetPersonEntitiesFromEmailAddressAsync"/>, with less about each person.</summary>
    /// <param name="emailAddress">The whole address, in any letter case.</param>
    /// <returns>The persons; empty when there are none.</returns>
    [OperationContract]
    Task<Person[]> GetPersonsFromEmailAddressAsync([MessageParameter(Name = "EmailAddress")] string? emailAddress);

    /// <summary>Splits a text with recipients, as people type it, and looks the addresses up in the address book.</summary>
    /// <param name="emailAddress">
    /// Addresses with or without names (RFC 5322, section 3.4), separated by commas, semicolons or line ends; at most 100,000 characters.
    /// </param>
    /// <returns>The recipients in their order; a text that contains no address is a recipient with a name and an empty address.</returns>
    [OperationContract]
    Task<EMailAddress[]> ResolveEMailRecipientsAsync([MessageParameter(Name = "EmailAddress")] string? emailAddress);

    /// <summary>Finds out who an organizer or attendee of an appointment is.</summary>
    /// <param name="emailAddress">The address in the appointment.</param>
    /// <param name="appointmentId">
    /// Key of the cached message with the appointment: appointments of messages have no keys of their own here. 0 to look only in the
    /// address book.
    /// </param>
    /// <returns>The person in the address book; if there is none, a person with id 0 and the name that the appointment gives.</returns>
    /// <exception cref="EntityNotFoundException">
    /// There is no such message or appointment, or neither the appointment nor the address book has the address.
    /// </exception>
    [OperationContract]
    Task<Person> GetParticipantInfoFromEmailAddressAsync(
        [MessageParameter(Name = "EmailAddress")] string? emailAddress,
        [MessageParameter(Name = "AppointmentId")] int appointmentId);
}
