namespace Services83.EMail.Engines.Mailbox;

internal sealed partial class EMailAgent
{
    public Task<EMailAddress[]> FindAddressAsync(string? address) => people.FindAsync(address);

    public Task<ContactOrPersonFromEmail[]> FindContactOrPersonByEmailNameAsync(string? name, string? emailAddress) =>
        people.FindByNameAsync(name, emailAddress);

    public Task<EMailAddress[]> GetEMailAddressesAsync(int[]? emailIds) => people.ReadAsync(emailIds);

    public Task<PersonEntity[]> GetPersonEntitiesFromEmailAddressAsync(string? emailAddress) => people.PersonsAsync(emailAddress);
}
