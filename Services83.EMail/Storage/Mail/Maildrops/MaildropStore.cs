using System.Data.Common;
using Services83.EMail.Storage.Mail.Reports;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Storage.Mail.Maildrops;

/// <summary>
/// Which messages of a maildrop are known, by the server's unique ids. A message is stored in the same transaction as its row, so after an
/// interruption it is either stored and known, or neither.
/// </summary>
public sealed class MaildropStore(IDatabase database, TimeProvider time)
{
    /// <summary>Rows per transaction.</summary>
    private const int Batch = 1000;

    /// <summary>How long a message stays known that the server does not list: longer than an operator needs to restore a maildrop.</summary>
    private static readonly TimeSpan GoneIsKept = TimeSpan.FromDays(60);

    /// <summary>All known messages of an account, also those that the server does not list any more.</summary>
    public Task<IReadOnlyList<MaildropMessage>> ListAsync(int accountId, CancellationToken cancellationToken) => database.QueryAsync<MaildropMessage>(
        "SELECT unique_id, uid, state, size, received_at, gone_at FROM maildrop_message WHERE account_id = @accountId", new { accountId }, cancellationToken);

    /// <summary>
    /// Stores the server's list: gives new messages their UIDs in its order, and notes which messages are gone or have come back. Writes
    /// nothing if nothing has changed. After an interruption the rest gets higher UIDs, which is the same order.
    /// </summary>
    /// <param name="inboxId">The account's inbox.</param>
    /// <param name="listed">The server's list, oldest first, each id once.</param>
    /// <returns>The known messages, as <see cref="ListAsync"/>.</returns>
    public async Task<IReadOnlyList<MaildropMessage>> SaveListAsync(
        int accountId, int inboxId, IReadOnlyCollection<ListedMessage> listed, CancellationToken cancellationToken)
    {
        var known = await ListAsync(accountId, cancellationToken);
        var knownIds = known.Select(message => message.UniqueId).ToHashSet(StringComparer.Ordinal);
        var listedIds = listed.Select(message => message.UniqueId).ToHashSet(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        string[] gone = [.. known.Where(message => message.GoneAt is null && !listedIds.Contains(message.UniqueId)).Select(message => message.UniqueId)];
        string[] back = [.. known.Where(message => message.GoneAt is not null && listedIds.Contains(message.UniqueId)).Select(message => message.UniqueId)];
        ListedMessage[] added = [.. listed.Where(message => !knownIds.Contains(message.UniqueId))];
        var isAnyOld = known.Any(message => message.GoneAt < now - GoneIsKept);
        if (gone.Length + back.Length + added.Length == 0 && !isAnyOld)
        {
            return known;
        }

        await database.WriteAsync(
            async (transaction, token) =>
            {
                await SetGoneAsync(transaction, accountId, gone, now, token);
                await SetGoneAsync(transaction, accountId, back, null, token);
                return await transaction.ExecuteAsync(
                    "DELETE FROM maildrop_message WHERE account_id = @accountId AND gone_at < @before", new { accountId, before = now - GoneIsKept }, token);
            },
            cancellationToken);
        foreach (var batch in added.Chunk(Batch))
        {
            await database.WriteAsync((transaction, token) => AddAsync(transaction, accountId, inboxId, batch, token), cancellationToken);
        }

        return await ListAsync(accountId, cancellationToken);
    }

    /// <summary>Stores when a message was received that is not fetched, because it is older than the history.</summary>
    public Task SetReceivedAsync(int accountId, string uniqueId, DateTimeOffset receivedAt, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE maildrop_message SET received_at = @receivedAt WHERE account_id = @accountId AND unique_id = @uniqueId",
        new { accountId, uniqueId, receivedAt }, cancellationToken);

    /// <summary>Stores the size of a message for which the server announced a wrong one, or which the server now lists with another one.</summary>
    public Task SetSizeAsync(int accountId, string uniqueId, long size, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE maildrop_message SET size = @size WHERE account_id = @accountId AND unique_id = @uniqueId", new { accountId, uniqueId, size }, cancellationToken);

    /// <summary>
    /// Forgets an id that the server has given to a different message (RFC 1939 forbids that). The old message stays; the next list adds the
    /// new one.
    /// </summary>
    public Task ForgetAsync(int accountId, string uniqueId, CancellationToken cancellationToken) => database.ExecuteAsync(
        "DELETE FROM maildrop_message WHERE account_id = @accountId AND unique_id = @uniqueId", new { accountId, uniqueId }, cancellationToken);

    /// <summary>
    /// Stores fetched messages in one transaction. A message is stored once, however often this is repeated. Nothing is stored for messages
    /// that are not known (any more), as with a deleted account.
    /// </summary>
    /// <returns>How many were new.</returns>
    public Task<int> StoreAsync(int accountId, int inboxId, IReadOnlyCollection<FetchedMessage> messages, CancellationToken cancellationToken) =>
        messages.Count == 0 ? Task.FromResult(0) : database.WriteAsync(
            async (transaction, token) =>
            {
                await using var contents = new ContentWriter(transaction);
                var added = new List<(int ItemId, MessageContent Content)>();
                foreach (var message in messages)
                {
                    if (await StoreAsync(transaction, contents, accountId, inboxId, message, token) is { } itemId)
                    {
                        added.Add((itemId, message.Content));
                    }
                }

                await EventRecorder.RecordAsync(transaction, WebhookEvents.MessageNew, [.. added.Select(one => one.ItemId)], time.GetUtcNow(), token);
                foreach (var (itemId, content) in added.Where(one => one.Content.Report is not null))
                {
                    await ReportWriter.SaveAsync(transaction, accountId, itemId, content.Report!, time.GetUtcNow(), token);
                }

                return added.Count;
            },
            cancellationToken);

    /// <summary>
    /// The messages that the server is to delete: those that were deleted here, and those that have been stored here for so long. A message
    /// of which only the header is stored, or that is not here, is deleted only if it was deleted here.
    /// </summary>
    /// <param name="afterDays">Days since a message was stored; null: never.</param>
    public Task<IReadOnlyList<MaildropMarks>> ToDeleteAsync(int accountId, int? afterDays, CancellationToken cancellationToken) =>
        database.QueryAsync<MaildropMarks>(
            $"""
            SELECT unique_id, hash, complete, message_id FROM maildrop_message
            WHERE account_id = @accountId AND gone_at IS NULL
                AND (state = {MaildropState.Deleted:D}
                    OR state = {MaildropState.Stored:D} AND complete = TRUE AND item_id IS NOT NULL AND stored_at <= @before)
            ORDER BY uid
            """,
            new { accountId, before = afterDays is { } days ? time.GetUtcNow().AddDays(-days) : DateTimeOffset.UnixEpoch }, cancellationToken);

    /// <summary>What is known of the content of a message; null when it is not known.</summary>
    public Task<MaildropMarks?> MarksAsync(int accountId, string uniqueId, CancellationToken cancellationToken) => database.FirstOrDefaultAsync<MaildropMarks>(
        "SELECT unique_id, hash, complete, message_id FROM maildrop_message WHERE account_id = @accountId AND unique_id = @uniqueId",
        new { accountId, uniqueId }, cancellationToken);

    /// <summary>Stores that messages are deleted here, before their rows are.</summary>
    internal static Task<int> SetDeletedAsync(DbTransaction transaction, IReadOnlyCollection<int> itemIds, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            $"UPDATE maildrop_message SET state = {MaildropState.Deleted:D} WHERE item_id IN @itemIds", new { itemIds }, cancellationToken);

    private static async Task<bool> AddAsync(
        DbTransaction transaction, int accountId, int inboxId, IReadOnlyList<ListedMessage> added, CancellationToken cancellationToken)
    {
        var uid = await LocalFolders.TakeUidsAsync(transaction, inboxId, added.Count, cancellationToken);
        await using var insert = new PreparedStatement(
            transaction,
            $"""
            INSERT INTO maildrop_message (account_id, unique_id, uid, state, size) VALUES (@accountId, @uniqueId, @uid, {MaildropState.Listed:D}, @size)
            ON CONFLICT (account_id, unique_id) DO NOTHING
            """,
            "@accountId", "@uniqueId", "@uid", "@size");
        foreach (var message in added)
        {
            await insert.ExecuteAsync(cancellationToken, (long)accountId, message.UniqueId, uid++, message.Size);
        }

        return true;
    }

    private static Task<int> SetGoneAsync(
        DbTransaction transaction, int accountId, string[] uniqueIds, DateTimeOffset? since, CancellationToken cancellationToken) =>
        uniqueIds.Length == 0 ? Task.FromResult(0) : transaction.ExecuteAsync(
            "UPDATE maildrop_message SET gone_at = @since WHERE account_id = @accountId AND unique_id IN @uniqueIds",
            new { accountId, uniqueIds, since }, cancellationToken);

    /// <returns>The id of the new item; null when the message is not new.</returns>
    private async Task<int?> StoreAsync(
        DbTransaction transaction, ContentWriter contents, int accountId, int inboxId, FetchedMessage message, CancellationToken cancellationToken)
    {
        var waiting = await transaction.QueryAsync<long>(
            $"""
            SELECT uid FROM maildrop_message
            WHERE account_id = @accountId AND unique_id = @UniqueId AND state = {MaildropState.Listed:D}
                AND EXISTS (SELECT 1 FROM email_folder WHERE folder_id = @inboxId AND account_id = @accountId)
            """,
            new { accountId, message.UniqueId, inboxId }, cancellationToken);
        if (waiting is not [var uid])
        {
            return null;
        }

        // A server that gives all its messages new ids, after a move for example, must not cause second copies.
        var former = await transaction.QueryAsync<Former>(
            $"""
            SELECT unique_id, item_id, state, stored_at FROM maildrop_message
            WHERE account_id = @accountId AND hash = @Hash AND gone_at IS NOT NULL AND (item_id IS NOT NULL OR state = {MaildropState.Deleted:D})
            ORDER BY uid LIMIT 1
            """,
            new { accountId, message.Content.Hash }, cancellationToken);
        var added = (int?)null;
        if (former is [var same])
        {
            await transaction.ExecuteAsync(
                "DELETE FROM maildrop_message WHERE account_id = @accountId AND unique_id = @UniqueId", new { accountId, same.UniqueId }, cancellationToken);
            await SetStoredAsync(transaction, accountId, message, same, cancellationToken);
        }
        else
        {
            var contentId = await contents.SaveAsync(message.Content, cancellationToken);
            added = await transaction.SingleAsync<int>(
                """
                INSERT INTO email_item (account_id, folder_id, uid_validity, uid, content_id, flags, received_at, only_here)
                VALUES (@accountId, @inboxId, @UidValidity, @uid, @contentId, 0, @ReceivedAt, TRUE) RETURNING item_id
                """,
                new { accountId, inboxId, UidValidity = (long)LocalFolders.UidValidity, uid, contentId, message.ReceivedAt }, cancellationToken);
            var stored = new Former { ItemId = added, State = MaildropState.Stored, StoredAt = time.GetUtcNow() };
            await SetStoredAsync(transaction, accountId, message, stored, cancellationToken);
        }

        await transaction.ExecuteAsync(
            "DELETE FROM undelivered WHERE folder_id = @inboxId AND uid_validity = @UidValidity AND uid = @uid",
            new { inboxId, UidValidity = (long)LocalFolders.UidValidity, uid }, cancellationToken);
        return added;
    }

    private static Task<int> SetStoredAsync(
        DbTransaction transaction, int accountId, FetchedMessage message, Former item, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            """
            UPDATE maildrop_message SET state = @State, item_id = @ItemId, size = @Size, complete = @Complete, hash = @Hash,
                message_id = @MessageId, received_at = @ReceivedAt, stored_at = @StoredAt
            WHERE account_id = @accountId AND unique_id = @UniqueId
            """,
            new
            {
                accountId,
                message.UniqueId,
                item.State,
                item.ItemId,
                message.Size,
                message.Content.Complete,
                message.Content.Hash,
                message.Content.Header.MessageId,
                message.ReceivedAt,
                item.StoredAt,
            },
            cancellationToken);

    /// <summary>The message that a row belongs to, if any.</summary>
    private sealed class Former
    {
        public string UniqueId { get; init; } = "";

        public int? ItemId { get; init; }

        public MaildropState State { get; init; }

        public DateTimeOffset? StoredAt { get; init; }
    }
}
