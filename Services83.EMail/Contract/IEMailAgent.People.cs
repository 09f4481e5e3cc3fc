using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAddress[]> FindAddressAsync([MessageParameter(Name = "Address")] string? address);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<ContactOrPersonFromEmail[]> FindContactOrPersonByEmailNameAsync(
        [MessageParameter(Name = "Name")] string? name,
        [MessageParameter(Name = "EmailAddress")] string? emailAddress);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAddress[]> GetEMailAddressesAsync([MessageParameter(Name = "EmailIds")] int[]? emailIds);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<PersonEntity[]> GetPersonEntitiesFromEmailAddressAsync([MessageParameter(Name = "EmailAddress")] string? emailAddress);
}
