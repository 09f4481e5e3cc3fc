namespace Services83.EMail.Administration;

public static class AdministrationSetup
{
    /// <summary>Registers what administrators use, of the mailbox engine.</summary>
    public static IServiceCollection AddAdministration(this IServiceCollection services)
    {
        services.AddUserAdministration();
        services.AddSingleton<AccountAdministration>();
        services.AddSingleton<OutboxAdministration>();
        return services;
    }

    /// <summary>Registers what administrators do with users, of every engine.</summary>
    public static IServiceCollection AddUserAdministration(this IServiceCollection services) => services.AddSingleton<UserAdministration>();
}
