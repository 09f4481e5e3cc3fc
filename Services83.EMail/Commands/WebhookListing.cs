using Services83.EMail.Commands.Output;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Commands;

/// <summary>The receivers of webhooks for <c>webhook list</c> and <c>status</c>.</summary>
internal static class WebhookListing
{
    public static Listing<StoredWebhook> Webhooks { get; } = new(
        new("webhookId", "Webhook", webhook => webhook.WebhookId),
        new("url", "Address", webhook => webhook.Url),
        new("events", "Events", webhook => Events(webhook.Events)),
        new("accounts", "Accounts", Accounts),
        new("state", "State", State),
        new("waiting", "Waiting", webhook => webhook.Waiting),
        new("deliveredAt", "Last delivery (UTC)", webhook => webhook.DeliveredAt, webhook => webhook.DeliveredAt is { } at ? Written(at) : "never"),
        new("reason", "Reason", webhook => webhook.LastError));

    private static string Events(WebhookEvents events) => events == WebhookEvents.All
        ? "all"
        : string.Join(", ", Enum.GetValues<WebhookEvents>().Where(kind => kind != WebhookEvents.None && events.HasFlag(kind)).Select(WebhookCommand.NameOf));

    private static string Accounts(StoredWebhook webhook) => (webhook.AccountId, webhook.AssociateName) switch
    {
        ({ } id, null) => $"{id}",
        ({ } id, { } name) => $"{id} if {name}'s",
        (null, { } name) => $"{name}'s",
        _ => "all",
    };

    private static string State(StoredWebhook webhook) => webhook switch
    {
        { Held: true } => "given up",
        { Attempts: > 0, RetryAt: { } at } => $"failing ({webhook.Attempts}), next attempt at {Written(at)}",
        _ => "ok",
    };

    private static string Written(DateTimeOffset moment) => $"{moment.UtcDateTime:yyyy-MM-dd HH:mm:ss}";
}
