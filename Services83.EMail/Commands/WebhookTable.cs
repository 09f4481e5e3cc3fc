using Services83.EMail.Storage.Webhooks;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>The receivers of webhooks as a table, for <c>webhook list</c> and <c>status</c>.</summary>
internal static class WebhookTable
{
    public static Table Of(IEnumerable<StoredWebhook> webhooks)
    {
        var table = new Table().AddColumns("Webhook", "Address", "Events", "Accounts", "State", "Waiting", "Last delivery (UTC)", "Reason");
        foreach (var webhook in webhooks)
        {
            string[] cells =
            [
                $"{webhook.WebhookId}", webhook.Url, Events(webhook.Events), Accounts(webhook), State(webhook), $"{webhook.Waiting}",
                webhook.DeliveredAt is { } at ? Written(at) : "never", webhook.LastError,
            ];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        return table;
    }

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
