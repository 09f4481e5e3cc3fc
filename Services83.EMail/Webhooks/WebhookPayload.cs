using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Webhooks;

/// <summary>Bodies of requests: a type, a time, and data, as Standard Webhooks recommends.</summary>
internal static class WebhookPayload
{
    /// <summary>Longer texts of a message's header are cut.</summary>
    private const int MaxText = 255;

    /// <param name="missedSince">Since when events were not stored; null when none is missing.</param>
    public static string Of(IReadOnlyList<WaitingEvent> events, DateTimeOffset? missedSince, DateTimeOffset now)
    {
        var data = new JsonObject();
        if (missedSince is { } since)
        {
            data["missedSince"] = Written(since);
        }

        data["events"] = new JsonArray([.. Essential(events).Select(Describe)]);
        return Body("mail.events", now, data);
    }

    /// <summary>A request that tells of nothing.</summary>
    public static string Test(DateTimeOffset now) => Body("webhook.test", now, []);

    private static string Body(string type, DateTimeOffset now, JsonObject data) =>
        new JsonObject { ["type"] = type, ["timestamp"] = Written(now), ["data"] = data }.ToJsonString();

    /// <summary>
    /// Each event shows its message as it is now. So of several updates the last one says everything, and of a new message the first event does.
    /// </summary>
    private static IEnumerable<WaitingEvent> Essential(IReadOnlyList<WaitingEvent> events)
    {
        var added = events.Where(one => one.Kind == WebhookEvents.MessageNew).Select(one => one.ItemId).ToHashSet();
        var lastUpdates = events.Where(one => one.Kind == WebhookEvents.MessageUpdated).GroupBy(one => one.ItemId)
            .Where(updates => !added.Contains(updates.Key)).Select(updates => updates.Last().EventId).ToHashSet();
        return events.Where(one => one.Kind != WebhookEvents.MessageUpdated || lastUpdates.Contains(one.EventId));
    }

    private static JsonNode Describe(WaitingEvent one)
    {
        var described = one.Details.Length > 0 ? JsonNode.Parse(one.Details)!.AsObject() : [];
        described["type"] = JsonNamingPolicy.CamelCase.ConvertName($"{one.Kind}");
        described["timestamp"] = Written(one.HappenedAt);
        described["accountId"] = one.AccountId;
        Add(described, "emailItemId", one.ItemId);
        Add(described, "folderId", one.ShownFolderId ?? one.FolderId);
        if (one.ShownFolderId is not null && one.Kind != WebhookEvents.MessageDeleted)
        {
            DescribeMessage(described, one);
        }

        return described;
    }

    private static void DescribeMessage(JsonObject described, WaitingEvent one)
    {
        described["flags"] = new JsonArray([.. Enum.GetValues<EMailFlags>().Where(flag => one.Flags.HasFlag(flag)).Select(flag => JsonValue.Create($"{flag}"))]);
        if (one.Kind == WebhookEvents.MessageNew)
        {
            Add(described, "messageId", one.MessageId is null ? null : Cut(one.MessageId));
            described["subject"] = Cut(one.Subject);
            described["from"] = new JsonObject { ["name"] = Cut(one.FromName), ["address"] = Cut(one.FromAddress) };
            Add(described, "sentAt", one.SentAt is { } sent ? Written(sent) : null);
            Add(described, "receivedAt", one.ReceivedAt is { } received ? Written(received) : null);
            described["size"] = one.Size;
        }
    }

    private static void Add(JsonObject described, string name, JsonNode? value)
    {
        if (value is not null)
        {
            described[name] = value;
        }
    }

    private static string Written(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Cut(string text) => text.Length > MaxText ? text[..MaxText] : text;
}
