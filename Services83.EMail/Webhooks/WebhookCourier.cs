using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Webhooks;

/// <summary>
/// Delivers the events of one receiver in their order: many of them in one request, and the next request when the receiver has accepted the one
/// before. A request that fails is repeated unchanged.
/// </summary>
internal sealed partial class WebhookCourier(
    DeliveryStore deliveries, WebhookStore webhooks, WebhookSender sender, TimeProvider time, ILogger<WebhookCourier> logger)
{
    /// <summary>Events in one request. A body has 700 KB at most.</summary>
    internal const int MaxEvents = 100;

    /// <summary>If a receiver that fails has more events than this, it is given up, so that the database does not fill.</summary>
    internal const int MaxWaiting = 500_000;

    /// <summary>A receiver that has failed for so long is given up.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly BackOff AfterFailure = new(TimeSpan.FromSeconds(5), LongestWait, Random.Shared.NextDouble);

    /// <summary>Returns when nothing is to be delivered now.</summary>
    public async Task DeliverAsync(int webhookId, CancellationToken cancellationToken)
    {
        while (await deliveries.FindAsync(webhookId, cancellationToken) is { Held: false } delivery && !IsPaused(delivery))
        {
            if (!await (delivery.Payload is null ? BeginAsync(delivery, cancellationToken) : AttemptAsync(delivery, cancellationToken)))
            {
                return;
            }
        }
    }

    /// <summary>Sends a signed request that tells of nothing, and stores nothing.</summary>
    /// <returns>Null when there is no such receiver.</returns>
    public async Task<WebhookAnswer?> TestAsync(int webhookId, CancellationToken cancellationToken) =>
        await deliveries.FindAsync(webhookId, cancellationToken) is { } delivery
            ? await sender.SendAsync(delivery.Url, webhooks.SecretOf(delivery), NewId(), WebhookPayload.Test(time.GetUtcNow()), cancellationToken)
            : null;

    /// <summary>A time later than the longest wait was written by a wrong clock.</summary>
    private bool IsPaused(WebhookDelivery delivery) =>
        delivery.RetryAt is { } at && at > time.GetUtcNow() && at <= time.GetUtcNow() + StoredMoment.LongestWait;

    /// <returns>Whether there was something to tell.</returns>
    private async Task<bool> BeginAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var events = await deliveries.WaitingAsync(delivery.WebhookId, MaxEvents, cancellationToken);
        if (events.Count == 0 && delivery.MissedSince is null)
        {
            return false;
        }

        var payload = WebhookPayload.Of(events, delivery.MissedSince, time.GetUtcNow());
        await deliveries.BeginAsync(delivery.WebhookId, NewId(), payload, delivery.MissedSince, events, cancellationToken);
        return true;
    }

    /// <returns>Whether the receiver has accepted the request.</returns>
    private async Task<bool> AttemptAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var (id, messageId) = (delivery.WebhookId, delivery.MessageId!);
        var answer = await sender.SendAsync(delivery.Url, webhooks.SecretOf(delivery), messageId, delivery.Payload!, cancellationToken);
        if (answer.Accepted)
        {
            LogDelivered(id, messageId);
            await deliveries.SetDeliveredAsync(id, messageId, cancellationToken);
        }
        else if (await IsHopelessAsync(delivery, answer, cancellationToken))
        {
            LogGivenUp(id, answer.Summary);
            await deliveries.GiveUpAsync(id, answer.Summary, cancellationToken);
        }
        else
        {
            var wait = WaitAfter(delivery, answer);
            LogFailed(id, answer.Summary, wait);
            await deliveries.SetFailedAsync(id, messageId, answer.Summary, time.GetUtcNow() + wait, cancellationToken);
        }

        return answer.Accepted;
    }

    private async Task<bool> IsHopelessAsync(WebhookDelivery delivery, WebhookAnswer answer, CancellationToken cancellationToken) =>
        answer.IsGone || time.GetUtcNow() - delivery.FailingSince >= Patience
        || await deliveries.IsMoreAsync(delivery.WebhookId, MaxWaiting, cancellationToken);

    private static TimeSpan WaitAfter(WebhookDelivery delivery, WebhookAnswer answer)
    {
        var wait = AfterFailure.Wait(delivery.Attempts + 1);
        var wanted = answer.RetryAfter is { } after && after > LongestWait ? LongestWait : answer.RetryAfter;
        return wanted > wait ? wanted.Value : wait;
    }

    private static string NewId() => $"msg_{Guid.NewGuid():N}";

    [LoggerMessage(9001, LogLevel.Debug, "Webhook {WebhookId}: {MessageId} is delivered")]
    private partial void LogDelivered(int webhookId, string messageId);

    [LoggerMessage(9002, LogLevel.Warning, "Webhook {WebhookId}: {Reason} Next attempt in {Wait}")]
    private partial void LogFailed(int webhookId, string reason, TimeSpan wait);

    [LoggerMessage(9003, LogLevel.Error, "Webhook {WebhookId} is given up until 'webhook retry': {Reason}")]
    private partial void LogGivenUp(int webhookId, string reason);
}
