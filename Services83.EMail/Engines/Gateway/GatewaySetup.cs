using Microsoft.Extensions.Options;
using Services83.EMail.Background;
using Services83.EMail.Engines.Gateway.Forwarding;
using Services83.EMail.Engines.Gateway.Identity;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Engines.Gateway.Wire;
using Services83.EMail.Identity;
using Services83.EMail.WebApi;

namespace Services83.EMail.Engines.Gateway;

public static class GatewaySetup
{
    /// <summary>Registers the gateway engine as the implementation of the contract, instead of the mailbox engine and its logins.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton<Tenants>();
        services.AddSingleton<Timeouts>();
        services.AddSingleton<Pipelines>();
        services.AddSingleton<UpstreamHttp>();
        services.AddSingleton<UpstreamClient>();
        services.AddSingleton<TenantProbe>();
        services.AddSingleton<TenantStates>();
        services.AddSingleton<GatewayTicketStore>();
        services.AddSingleton<PrincipalReader>();
        services.AddSingleton<LogInGate>();
        services.AddSingleton<SyncCallStore>();
        services.AddSingleton<SyncSignal>();
        services.AddSingleton<SyncWitness>();
        services.AddSingleton<SyncAttempt>();
        services.AddScoped<UpstreamCall>();
        services.AddScoped<GatewayAuthentication>();
        services.AddScoped<ICallerAuthentication>(provider => provider.GetRequiredService<GatewayAuthentication>());
        services.AddScoped<ISoPrincipal, GatewayPrincipal>();
        services.AddScoped<SyncAcceptance>();
        services.AddScoped<KeptProperties>();
        services.AddScoped<Forwarder>();
        services.AddScoped<IOperationRelay, OperationRelay>();
        services.AddScoped<IAssociateLookup, GatewayAssociates>();
        services.AddScoped(provider => GatewayAgent.Create(provider.GetRequiredService<Forwarder>()));
        services.AddScoped<IEMailAgent>(provider => provider.GetRequiredService<IWebEMailAgent>());
        return services;
    }

    /// <summary>Makes this process make the queued calls of its database.</summary>
    public static IServiceCollection AddGatewayRunner(this IServiceCollection services) =>
        services.AddHostedService<SignalReceiver>().AddHostedService<Housekeeping>().AddHostedService<SyncRunner>();
}
