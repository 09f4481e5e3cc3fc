namespace Services83.EMail.Storage.Webhooks;

/// <summary>
/// The requests to receivers. A receiver has at most one request at a time: it is stored before it is sent, and stays the same until the
/// receiver has accepted it. Only one process at a time delivers to a receiver.
/// </summary>
public sealed class DeliveryStore(IDatabase database, TimeProvider time)
{
    private const int MaxErrorLength = 500;

    /// <summary>The receivers that are not given up.</summary>
    public Task<IReadOnlyList<int>> ActiveAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<int>("SELECT webhook_id FROM webhook WHERE held = FALSE ORDER BY webhook_id", new { }, cancellationToken);

    /// <summary>A receiver and the request that is being delivered to it; null when there is no such receiver.</summary>
    public Task<WebhookDelivery?> FindAsync(int webhookId, CancellationToken cancellationToken) => database.FirstOrDefaultAsync<WebhookDelivery>(
        """
        SELECT w.webhook_id, w.url, w.secret AS protected_secret, w.held, w.missed_since, d.message_id, d.payload, d.attempts, d.failing_since, d.retry_at
        FROM webhook w JOIN webhook_delivery d ON d.webhook_id = w.webhook_id
        WHERE w.webhook_id = @webhookId
        """,
        new { webhookId }, cancellationToken);

    /// <summary>The oldest events that are in no request, with what callers would see of their messages now.</summary>
    public Task<IReadOnlyList<WaitingEvent>> WaitingAsync(int webhookId, int limit, CancellationToken cancellationToken) => database.QueryAsync<WaitingEvent>(
        """
        SELECT e.event_id, e.kind, e.account_id, e.item_id, e.folder_id, e.details, e.happened_at,
               i.folder_id AS shown_folder_id, COALESCE(i.flags, 0) AS flags, i.received_at,
               c.sent_at, c.message_id, COALESCE(c.subject, '') AS subject, COALESCE(c.from_name, '') AS from_name,
               COALESCE(c.from_address, '') AS from_address, COALESCE(c.size, 0) AS size
        FROM webhook_event e
        LEFT JOIN shown_item i ON i.item_id = e.item_id
        LEFT JOIN content c ON c.content_id = i.content_id
        WHERE e.webhook_id = @webhookId ORDER BY e.event_id LIMIT @limit
        """,
        new { webhookId, limit }, cancellationToken);

    /// <summary>Whether more than so many events wait.</summary>
    public async Task<bool> IsMoreAsync(int webhookId, int than, CancellationToken cancellationToken) => (await database.QueryAsync<int>(
        "SELECT 1 FROM webhook_event WHERE webhook_id = @webhookId ORDER BY event_id LIMIT 1 OFFSET @than", new { webhookId, than }, cancellationToken)).Count > 0;

    /// <summary>Makes the request that is to be delivered next, of events that then wait no longer.</summary>
    /// <param name="missedSince">What the request says of missing events; null for nothing.</param>
    public Task BeginAsync(
        int webhookId, string messageId, string payload, DateTimeOffset? missedSince, IReadOnlyCollection<WaitingEvent> events,
        CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var begun = await transaction.ExecuteAsync(
                """
                UPDATE webhook_delivery SET message_id = @messageId, payload = @payload, missed_since = @missedSince
                WHERE webhook_id = @webhookId AND payload IS NULL
                """,
                new { webhookId, messageId, payload, missedSince }, token);
            if (begun > 0)
            {
                // One by one: an event with a number in between may have been committed since these were read.
                await transaction.ExecuteManyAsync("DELETE FROM webhook_event WHERE event_id = @EventId", events.Select(one => new { one.EventId }), token);
            }

            return begun;
        },
        cancellationToken);

    /// <summary>The receiver has accepted the request.</summary>
    public Task SetDeliveredAsync(int webhookId, string messageId, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            await transaction.ExecuteAsync(
                """
                UPDATE webhook SET missed_since = NULL WHERE webhook_id = @webhookId AND missed_since =
                    (SELECT d.missed_since FROM webhook_delivery d WHERE d.webhook_id = @webhookId AND d.message_id = @messageId)
                """,
                new { webhookId, messageId }, token);
            return await transaction.ExecuteAsync(
                """
                UPDATE webhook_delivery SET message_id = NULL, payload = NULL, missed_since = NULL, attempts = 0, failing_since = NULL,
                    retry_at = NULL, last_error = '', delivered_at = @now
                WHERE webhook_id = @webhookId AND message_id = @messageId
                """,
                new { webhookId, messageId, now = time.GetUtcNow() }, token);
        },
        cancellationToken);

    /// <summary>The attempt has failed.</summary>
    public Task SetFailedAsync(int webhookId, string messageId, string error, DateTimeOffset retryAt, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            UPDATE webhook_delivery SET attempts = attempts + 1, failing_since = COALESCE(failing_since, @now), retry_at = @retryAt, last_error = @error
            WHERE webhook_id = @webhookId AND message_id = @messageId
            """,
            new { webhookId, messageId, error = Cut(error), retryAt, now = time.GetUtcNow() }, cancellationToken);

    /// <summary>Gives the receiver up until <see cref="WebhookStore.RetryAsync"/>: what waits stays, and nothing is added.</summary>
    public Task GiveUpAsync(int webhookId, string reason, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            await transaction.ExecuteAsync(
                "UPDATE webhook_delivery SET attempts = attempts + 1, retry_at = NULL, last_error = @reason WHERE webhook_id = @webhookId",
                new { webhookId, reason = Cut(reason) }, token);
            return await transaction.ExecuteAsync(
                "UPDATE webhook SET held = TRUE, missed_since = COALESCE(missed_since, @now) WHERE webhook_id = @webhookId",
                new { webhookId, now = time.GetUtcNow() }, token);
        },
        cancellationToken);

    private static string Cut(string text) => text.Length > MaxErrorLength ? text[..MaxErrorLength] : text;
}
