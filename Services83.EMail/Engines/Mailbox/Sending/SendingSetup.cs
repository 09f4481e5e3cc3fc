using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Engines.Mailbox.Sending;

public static class SendingSetup
{
    /// <summary>Registers the services that compose and send messages.</summary>
    internal static IServiceCollection AddSending(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SendingOptions>().Bind(configuration.GetSection(SendingOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<EMailComposer>();
        services.AddSingleton<OutboxStore>();
        services.AddSingleton<SentCopyStore>();
        services.AddSingleton<BounceStore>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<Resender>();
        services.AddSingleton<CopyFiler>();
        services.AddScoped<LetterWriter>();
        services.AddScoped<ISendingOperations, SendService>();
        services.AddScoped<IServerSendingOperations, NamedSendService>();
        services.AddScoped<IForwardOperations, ForwardService>();
        return services;
    }

    /// <summary>Makes this process the one that sends for its database.</summary>
    public static IServiceCollection AddSendingRunner(this IServiceCollection services) => services.AddHostedService<OutboxWorker>();
}
