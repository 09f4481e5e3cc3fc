using System.Data.Common;
using Services83.EMail.Storage.Mail.Reports;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Storage.Mail;

/// <summary>UID, id and flags of a stored placement.</summary>
public readonly record struct StoredPlacement(uint Uid, int ItemId, EMailFlags Flags);

/// <summary>
/// Writes placements. A message that leaves a folder is first detached, not deleted: if the same content appears elsewhere in the account,
/// in the same run, the next one or after a crash, it keeps its old id. <see cref="DropDetachedAsync"/> ends the wait.
/// </summary>
public sealed partial class ItemStore(IDatabase database, TimeProvider time)
{
    private static readonly RowQuery<int> Detached = new(
        "SELECT 1 FROM email_item WHERE account_id = @accountId AND uid IS NULL AND detached_at <= @detachedBefore LIMIT 1",
        row => row.Int(0), "@accountId", "@detachedBefore");

    /// <summary>All placements of a folder under one UIDVALIDITY, by ascending UID.</summary>
    public async Task<IReadOnlyList<StoredPlacement>> PlacementsAsync(int folderId, uint uidValidity, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<(long Uid, int ItemId, int Flags)>(
            """
            SELECT uid, item_id, flags FROM email_item
            WHERE folder_id = @folderId AND uid_validity = @uidValidity AND uid IS NOT NULL ORDER BY uid
            """,
            new { folderId, uidValidity = (long)uidValidity }, cancellationToken);
        return [.. rows.Select(row => new StoredPlacement((uint)row.Uid, row.ItemId, (EMailFlags)row.Flags))];
    }

    /// <summary>Ids of the items whose placement is not under <paramref name="uidValidity"/>: their UIDs are no longer valid.</summary>
    public Task<IReadOnlyList<int>> StaleAsync(int folderId, uint uidValidity, CancellationToken cancellationToken) =>
        database.QueryAsync<int>(
            "SELECT item_id FROM email_item WHERE folder_id = @folderId AND uid_validity <> @uidValidity",
            new { folderId, uidValidity = (long)uidValidity }, cancellationToken);

    /// <summary>Size and date of receipt of the account's messages that were received before a given time, in any folder.</summary>
    public async Task<HashSet<(long Size, DateTimeOffset ReceivedAt)>> ReceivedBeforeAsync(
        int accountId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<(long Size, long ReceivedAt)>(
            """
            SELECT size, received_at FROM email_item JOIN content USING (content_id)
            WHERE account_id = @accountId AND received_at < @before
            """,
            new { accountId, before }, cancellationToken);
        return [.. rows.Select(row => (row.Size, DateTimeOffset.FromUnixTimeMilliseconds(row.ReceivedAt)))];
    }

    /// <summary>
    /// Applies in one step the changes on the server: new flags, and items whose message is no longer in its folder. An item that was given
    /// a new version since it was read (<c>only_here</c>) is a different message now and is not changed.
    /// </summary>
    /// <param name="leftAt">The same time for all items that left in one sync, so that none counts as having left earlier.</param>
    public Task ApplyAsync(
        IReadOnlyCollection<StoredPlacement> newFlags, IReadOnlyCollection<int> detached, DateTimeOffset leftAt, CancellationToken cancellationToken) =>
        newFlags.Count + detached.Count == 0 ? Task.CompletedTask : database.WriteAsync(
            async (transaction, token) =>
            {
                await using var setFlags = new PreparedStatement(
                    transaction, "UPDATE email_item SET flags = @flags WHERE item_id = @itemId AND only_here = FALSE", "@flags", "@itemId");
                foreach (var placement in newFlags)
                {
                    await setFlags.ExecuteAsync(token, (int)placement.Flags, placement.ItemId);
                }

                await DetachAsync(transaction, detached, leftAt, token);
                await EventRecorder.RecordAsync(
                    transaction, WebhookEvents.MessageUpdated, [.. newFlags.Select(placement => placement.ItemId)], time.GetUtcNow(), token);
                return true;
            },
            cancellationToken);

    /// <summary>The values by which the messages of the items are recognised.</summary>
    public async Task<IReadOnlyDictionary<int, MessageMarks>> MarksAsync(IEnumerable<int> itemIds, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<(long ItemId, string? EmailId, string? MessageId, long? Size, long? Date)>(
            """
            SELECT item_id, email_id, message_id, server_size, internal_date FROM email_item JOIN content USING (content_id)
            WHERE item_id IN @ids
            """,
            new { ids = itemIds.ToArray() }, cancellationToken);
        return rows.ToDictionary(row => (int)row.ItemId, row => new MessageMarks(
            row.EmailId, row.MessageId, row.Size, row.Date is { } date ? DateTimeOffset.FromUnixTimeMilliseconds(date) : null));
    }

    /// <summary>
    /// Resolves the doubts about a folder: items whose UIDs belong to other messages are detached, and if there are any, the folder counts
    /// as never synced.
    /// </summary>
    /// <param name="mailboxId">The server's id of the folder; null when it sends none.</param>
    public Task IdentifyAsync(
        int folderId, string? mailboxId, IReadOnlyCollection<int> others, DateTimeOffset leftAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await DetachAsync(transaction, others, leftAt, token);
                return await transaction.ExecuteAsync(
                    """
                    UPDATE email_folder SET doubted = FALSE, mailbox_id = COALESCE(@mailboxId, mailbox_id),
                        uid_validity = CASE WHEN @any THEN NULL ELSE uid_validity END
                    WHERE folder_id = @folderId
                    """,
                    new { folderId, mailboxId, any = others.Count > 0 }, token);
            },
            cancellationToken);

    /// <summary>
    /// Stores fetched messages with their content in one transaction. Messages that are stored already are not changed, so a batch may be
    /// repeated after a crash. Nothing is stored when the folder no longer exists, as with a deleted account.
    /// </summary>
    public Task AddAsync(
        int accountId, int folderId, uint uidValidity, IReadOnlyCollection<NewMessage> messages, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                var folders = await transaction.QueryAsync<int>(
                    "SELECT folder_id FROM email_folder WHERE folder_id = @folderId", new { folderId }, token);
                await using var contents = new ContentWriter(transaction);
                var reports = await EventRecorder.IsWantedAsync(transaction, WebhookEvents.MessageNew | WebhookEvents.MessageUpdated, token);
                await using var placements = new PlacementWriter(transaction, accountId, folderId, uidValidity, reports);
                foreach (var message in folders.Count == 0 ? [] : messages)
                {
                    await placements.PlaceAsync(message, await contents.SaveAsync(message.Content, token), token);
                }

                await EventRecorder.RecordAsync(transaction, WebhookEvents.MessageNew, placements.Added, time.GetUtcNow(), token);
                await EventRecorder.RecordAsync(transaction, WebhookEvents.MessageUpdated, placements.Replaced, time.GetUtcNow(), token);
                foreach (var message in messages.Where(message => message.Content.Report is not null))
                {
                    await SaveReportAsync(transaction, accountId, folderId, uidValidity, message, token);
                }

                return true;
            },
            cancellationToken);

    /// <summary>Whether messages of an account have waited for a new placement since before a given time.</summary>
    public async Task<bool> HasDetachedAsync(int accountId, DateTimeOffset detachedBefore, CancellationToken cancellationToken) =>
        (await Detached.RunAsync(database, cancellationToken, accountId, detachedBefore)).Count > 0;

    /// <summary>
    /// Deletes the messages of an account that found no new placement, and content that nobody refers to any more. To be called
    /// after a complete sync of all folders, if no folder has received a message since it was compared: then a message that had left
    /// its folder before that comparison is in no folder.
    /// </summary>
    public Task DropDetachedAsync(int accountId, DateTimeOffset detachedBefore, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                if (await EventRecorder.IsWantedAsync(transaction, WebhookEvents.MessageDeleted, token))
                {
                    var doomed = await transaction.QueryAsync<int>(
                        "SELECT item_id FROM email_item WHERE account_id = @accountId AND uid IS NULL AND detached_at <= @detachedBefore",
                        new { accountId, detachedBefore }, token);
                    await EventRecorder.RecordAsync(transaction, WebhookEvents.MessageDeleted, doomed, time.GetUtcNow(), token);
                }

                var contents = await transaction.QueryAsync<int>(
                    """
                    DELETE FROM email_item WHERE account_id = @accountId AND uid IS NULL AND detached_at <= @detachedBefore
                    RETURNING content_id
                    """,
                    new { accountId, detachedBefore }, token);
                await ContentWriter.DropUnusedAsync(transaction, contents, token);
                return true;
            },
            cancellationToken);

    /// <summary>A report that is fetched again, or is in several folders, says nothing new.</summary>
    private async Task SaveReportAsync(
        DbTransaction transaction, int accountId, int folderId, uint uidValidity, NewMessage message, CancellationToken cancellationToken)
    {
        var placed = await transaction.QueryAsync<int>(
            "SELECT item_id FROM email_item WHERE folder_id = @folderId AND uid_validity = @validity AND uid = @uid",
            new { folderId, validity = (long)uidValidity, uid = (long)message.Uid }, cancellationToken);
        if (placed is [var itemId])
        {
            await ReportWriter.SaveAsync(transaction, accountId, itemId, message.Content.Report!, time.GetUtcNow(), cancellationToken);
        }
    }

    private static async Task DetachAsync(
        DbTransaction transaction, IReadOnlyCollection<int> itemIds, DateTimeOffset leftAt, CancellationToken cancellationToken)
    {
        await using var detach = new PreparedStatement(
            transaction,
            "UPDATE email_item SET uid = NULL, uid_validity = NULL, detached_at = @leftAt WHERE item_id = @itemId AND only_here = FALSE",
            "@leftAt", "@itemId");
        foreach (var itemId in itemIds)
        {
            await detach.ExecuteAsync(cancellationToken, leftAt.ToUnixTimeMilliseconds(), itemId);
        }
    }
}
