using Services83.EMail.Connections.Pools;

namespace Services83.EMail.Connections;

public static class ConnectionsSetup
{
    /// <summary>Registers what connects to servers that callers name.</summary>
    public static IServiceCollection AddConnections(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ConnectionOptions>().Bind(configuration.GetSection(ConnectionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ImapPool>();
        return services;
    }
}
