namespace Services83.EMail.AddressBook;

public static class AddressBookSetup
{
    /// <summary>Registers the contacts and persons that addresses lead to.</summary>
    public static IServiceCollection AddAddressBook(this IServiceCollection services)
    {
        services.AddSingleton<AddressLookup>();
        services.AddSingleton<PersonReader>();
        services.AddSingleton<AddressBookWriter>();
        return services;
    }
}
