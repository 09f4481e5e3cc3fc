using Microsoft.Extensions.Options;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Connections.Pools;

namespace Services83.EMail.Connections;

public static class ConnectionsSetup
{
    /// <summary>Registers everything that connects to mail servers.</summary>
    public static IServiceCollection AddConnections(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MailOptions>().Bind(configuration.GetSection(MailOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services.AddOptions<ConnectionOptions>().Bind(configuration.GetSection(ConnectionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddEgressPolicy(configuration);
        services.AddSingleton<ServerLoginThrottle>();
        services.AddSingleton<MailLines>();
        services.AddSingleton<ImapConnector>();
        services.AddSingleton<Pop3Connector>();
        services.AddSingleton<SmtpConnector>();
        services.AddSingleton<ImapPool>();
        services.AddSingleton(new ServerBackOff(Random.Shared.NextDouble));
        return services;
    }
}
