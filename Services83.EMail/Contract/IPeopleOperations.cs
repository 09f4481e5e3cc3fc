using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Contacts and persons behind e-mail addresses. A part of <see cref="IEMailAgent"/>.</summary>
public interface IPeopleOperations
{
    /// <summary>Finds the contacts and persons that have an address.</summary>
    /// <param name="address">The whole address, in any letter case.</param>
    /// <returns>One entry for each of them; empty when there are none.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAddress[]> FindAddressAsync([MessageParameter(Name = "Address")] string? address);

    /// <summary>Finds the contacts and persons that a sender may be.</summary>
    /// <param name="name">Display name of the sender.</param>
    /// <param name="emailAddress">Address of the sender.</param>
    /// <returns>The contacts and persons found by the address or the name; empty when there are none.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<ContactOrPersonFromEmail[]> FindContactOrPersonByEmailNameAsync(
        [MessageParameter(Name = "Name")] string? name,
        [MessageParameter(Name = "EmailAddress")] string? emailAddress);

    /// <summary>Reads stored addresses.</summary>
    /// <param name="emailIds">Keys of the addresses (<see cref="EMailAddress.EmailId"/>). Keys that do not exist are skipped.</param>
    /// <returns>The addresses, in the order of their keys in the request.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAddress[]> GetEMailAddressesAsync([MessageParameter(Name = "EmailIds")] int[]? emailIds);

    /// <summary>Reads all persons that have an address, with their contacts.</summary>
    /// <param name="emailAddress">The whole address, in any letter case.</param>
    /// <returns>The persons; empty when there are none.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<PersonEntity[]> GetPersonEntitiesFromEmailAddressAsync([MessageParameter(Name = "EmailAddress")] string? emailAddress);
}
