namespace Services83.EMail.Administration;

public static class AdministrationSetup
{
    /// <summary>Registers what administrators use, of the mailbox engine.</summary>
    public static IServiceCollection AddAdministration(this IServiceCollection services)
    {
        services.AddSingleton<AccountAdministration>();
        services.AddSingleton<UserAdministration>();
        services.AddSingleton<OutboxAdministration>();
        return services;
    }
}
