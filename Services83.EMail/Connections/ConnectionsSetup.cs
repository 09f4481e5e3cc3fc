using Microsoft.Extensions.Options;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Connections.Finding;
using Services83.EMail.Connections.Pools;
using Services83.EMail.Connections.Tokens;

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
        services.AddOptions<DnsOptions>().Bind(configuration.GetSection(DnsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DnsOptions>, DnsOptionsValidator>();
        services.AddSingleton<MailDns>();
        services.AddSingleton<SettingsFinder>();
        services.AddSingleton<ServerLoginThrottle>();
        services.AddSingleton(provider => TokenSettingsOf(provider.GetRequiredService<IOptions<MailOptions>>().Value));
        services.AddSingleton<ProviderHttp>();
        services.AddSingleton<IdentityProviders>();
        services.AddSingleton(provider => new TokenClock(provider.GetRequiredService<TimeProvider>(), Random.Shared.NextDouble));
        services.AddSingleton<TokenRenewal>();
        services.AddSingleton<OrganisationTokens>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<Consents>();
        services.AddSingleton<LoginMetrics>();
        services.AddSingleton<MailLines>();
        services.AddSingleton<ImapConnector>();
        services.AddSingleton<Pop3Connector>();
        services.AddSingleton<SmtpConnector>();
        services.AddSingleton<LoginTest>();
        services.AddSingleton<ImapPool>();
        services.AddSingleton(new ServerBackOff(Random.Shared.NextDouble));
        return services;
    }

    internal static TokenSettings TokenSettingsOf(MailOptions options) =>
        new(options.OAuth, options.TrustFor, TimeSpan.FromSeconds(options.ConnectTimeoutSeconds));
}
