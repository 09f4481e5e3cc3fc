using Microsoft.Extensions.Options;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Webhooks;

public static class WebhooksSetup
{
    /// <summary>Registers what adds, lists and tests receivers of webhooks. Nothing is delivered unless <see cref="AddWebhookRunner"/> is called too.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebhookOptions>().Bind(configuration.GetSection(WebhookOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookCourier>();
        return services;
    }

    /// <summary>Makes this process deliver the events of its database.</summary>
    public static IServiceCollection AddWebhookRunner(this IServiceCollection services) => services.AddHostedService<WebhookWorker>();
}
