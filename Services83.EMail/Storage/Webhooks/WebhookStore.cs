using System.Data.Common;

namespace Services83.EMail.Storage.Webhooks;

/// <summary>The receivers of webhooks, for the command line.</summary>
public sealed class WebhookStore(IDatabase database, SecretProtector protector, TimeProvider time)
{
    private const string SecretPurpose = "signatures of a webhook";

    /// <returns>Its id.</returns>
    /// <exception cref="EntityNotFoundException">There is no such account or associate.</exception>
    public Task<int> AddAsync(WebhookDraft draft, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            await RequireAsync(transaction, "account", "account_id", draft.AccountId, token);
            await RequireAsync(transaction, "associate", "associate_id", draft.AssociateId, token);
            var id = await transaction.SingleAsync<int>(
                """
                INSERT INTO webhook (url, secret, events, account_id, associate_id, created_at)
                VALUES (@Url, @secret, @events, @AccountId, @AssociateId, @now) RETURNING webhook_id
                """,
                new
                {
                    draft.Url,
                    secret = protector.Protect(SecretPurpose, draft.Secret.Reveal()),
                    events = (int)draft.Events,
                    draft.AccountId,
                    draft.AssociateId,
                    now = time.GetUtcNow(),
                },
                token);
            await transaction.ExecuteAsync("INSERT INTO webhook_delivery (webhook_id) VALUES (@id)", new { id }, token);
            return id;
        },
        cancellationToken);

    /// <summary>All receivers, by id.</summary>
    public Task<IReadOnlyList<StoredWebhook>> ListAsync(CancellationToken cancellationToken) => database.QueryAsync<StoredWebhook>(
        """
        SELECT w.webhook_id, w.url, w.events, w.account_id, s.login_name AS associate_name, w.held, w.missed_since,
               d.attempts, d.retry_at, d.last_error, d.delivered_at,
               (SELECT COUNT(*) FROM webhook_event e WHERE e.webhook_id = w.webhook_id) AS waiting
        FROM webhook w JOIN webhook_delivery d ON d.webhook_id = w.webhook_id LEFT JOIN associate s ON s.associate_id = w.associate_id
        ORDER BY w.webhook_id
        """,
        new { }, cancellationToken);

    /// <summary>Deletes a receiver with everything that waits for it.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(int webhookId, CancellationToken cancellationToken)
    {
        var removed = await database.ExecuteAsync("DELETE FROM webhook WHERE webhook_id = @webhookId", new { webhookId }, cancellationToken) > 0;
        await database.EraseDeletedAsync(cancellationToken);
        return removed;
    }

    /// <summary>Lets the delivery go on at once, also to a receiver that was given up.</summary>
    /// <param name="skip">Whether the request that is being delivered is dropped. Its events then count as missed.</param>
    /// <returns>Whether there is such a receiver.</returns>
    public Task<bool> RetryAsync(int webhookId, bool skip, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var found = await transaction.ExecuteAsync(
                """
                UPDATE webhook SET held = FALSE, missed_since = CASE WHEN @skip THEN COALESCE(missed_since, (
                    SELECT COALESCE(failing_since, @now) FROM webhook_delivery d WHERE d.webhook_id = webhook.webhook_id AND d.payload IS NOT NULL))
                    ELSE missed_since END
                WHERE webhook_id = @webhookId
                """,
                new { webhookId, skip, now = time.GetUtcNow() }, token);
            await transaction.ExecuteAsync(
                """
                UPDATE webhook_delivery SET attempts = 0, failing_since = NULL, retry_at = NULL,
                    message_id = CASE WHEN @skip THEN NULL ELSE message_id END, payload = CASE WHEN @skip THEN NULL ELSE payload END
                WHERE webhook_id = @webhookId
                """,
                new { webhookId, skip }, token);
            return found > 0;
        },
        cancellationToken);

    /// <summary>The key of the signatures.</summary>
    /// <exception cref="StorageException">The keys that it was protected with do not exist any more.</exception>
    public string SecretOf(WebhookDelivery delivery) => protector.Unprotect(SecretPurpose, delivery.ProtectedSecret);

    private static async Task RequireAsync(DbTransaction transaction, string table, string column, int? id, CancellationToken cancellationToken)
    {
        if (id is not null && (await transaction.QueryAsync<int>($"SELECT 1 FROM {table} WHERE {column} = @id", new { id }, cancellationToken)).Count == 0)
        {
            throw new EntityNotFoundException($"There is no {table} {id}.", column, $"{id}");
        }
    }
}
