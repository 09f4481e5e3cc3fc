namespace Services83.EMail.AddressBook;

public static class AddressBookSetup
{
    /// <summary>Registers the services that find contacts and persons by e-mail address.</summary>
    public static IServiceCollection AddAddressBook(this IServiceCollection services)
    {
        services.AddSingleton<AddressLookup>();
        services.AddSingleton<PersonReader>();
        services.AddSingleton<AddressBookWriter>();
        return services;
    }
}
