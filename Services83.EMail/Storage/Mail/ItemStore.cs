using System.Data.Common;

namespace Services83.EMail.Storage.Mail;

/// <summary>UID, id and flags of a stored placement.</summary>
public readonly record struct StoredPlacement(uint Uid, int ItemId, EMailFlags Flags);

/// <summary>
/// Writes placements. A message that leaves a folder is first detached, not deleted: when the same content appears elsewhere in
/// the account, in the same run or after a crash, it gets its old id back. <see cref="DropDetachedAsync"/> ends the wait.
/// </summary>
public sealed class ItemStore(IDatabase database)
{
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

    /// <summary>Applies in one step what changed on the server: new flags, and messages that are no longer in the folder.</summary>
    public Task ApplyAsync(
        IReadOnlyCollection<StoredPlacement> newFlags, IReadOnlyCollection<int> vanishedItems, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                foreach (var placement in newFlags)
                {
                    await transaction.ExecuteAsync(
                        "UPDATE email_item SET flags = @flags WHERE item_id = @ItemId",
                        new { flags = (int)placement.Flags, placement.ItemId }, token);
                }

                foreach (var itemId in vanishedItems)
                {
                    await transaction.ExecuteAsync(
                        "UPDATE email_item SET uid = NULL, uid_validity = NULL WHERE item_id = @itemId", new { itemId }, token);
                }

                return true;
            },
            cancellationToken);

    /// <summary>Detaches every placement of a folder that is not under <paramref name="uidValidity"/>: those UIDs mean nothing any more.</summary>
    public Task DetachOthersAsync(int folderId, uint uidValidity, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "UPDATE email_item SET uid = NULL, uid_validity = NULL WHERE folder_id = @folderId AND uid_validity <> @uidValidity",
            new { folderId, uidValidity = (long)uidValidity }, cancellationToken);

    /// <summary>
    /// Stores fetched messages with their content in one transaction. Messages that are stored already are left as they are,
    /// so a batch may be repeated after a crash. Nothing is stored when the folder is gone, as with a deleted account.
    /// </summary>
    public Task AddAsync(
        int accountId, int folderId, uint uidValidity, IReadOnlyCollection<NewMessage> messages, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                var folders = await transaction.QueryAsync<int>(
                    "SELECT folder_id FROM email_folder WHERE folder_id = @folderId", new { folderId }, token);
                foreach (var message in folders.Count == 0 ? [] : messages)
                {
                    var contentId = await ContentWriter.SaveAsync(transaction, message, token);
                    await PlaceAsync(transaction, accountId, folderId, uidValidity, contentId, message, token);
                }

                return true;
            },
            cancellationToken);

    /// <summary>
    /// Deletes the messages of an account that found no new placement, and content that nobody refers to any more.
    /// To be called after all folders of the account have been synced to the end.
    /// </summary>
    public Task DropDetachedAsync(int accountId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                var contents = await transaction.QueryAsync<int>(
                    "DELETE FROM email_item WHERE account_id = @accountId AND uid IS NULL RETURNING content_id", new { accountId }, token);
                await ContentWriter.DropUnusedAsync(transaction, contents, token);
                return contents.Count;
            },
            cancellationToken);

    private static async Task PlaceAsync(
        DbTransaction transaction, int accountId, int folderId, uint uidValidity, int contentId, NewMessage message, CancellationToken cancellationToken)
    {
        var placement = new
        {
            accountId,
            folderId,
            contentId,
            uidValidity = (long)uidValidity,
            uid = (long)message.Uid,
            flags = (int)message.Flags,
            receivedAt = message.ReceivedAt,
        };
        var reattached = await transaction.ExecuteAsync(
            """
            UPDATE email_item SET folder_id = @folderId, uid_validity = @uidValidity, uid = @uid, flags = @flags
            WHERE item_id = (
                SELECT item_id FROM email_item
                WHERE account_id = @accountId AND content_id = @contentId AND uid IS NULL
                ORDER BY CASE WHEN folder_id = @folderId THEN 0 ELSE 1 END, item_id LIMIT 1)
            AND NOT EXISTS (SELECT 1 FROM email_item WHERE folder_id = @folderId AND uid_validity = @uidValidity AND uid = @uid)
            """,
            placement, cancellationToken);
        if (reattached == 0)
        {
            await transaction.ExecuteAsync(
                """
                INSERT INTO email_item (account_id, content_id, folder_id, uid_validity, uid, flags, received_at)
                VALUES (@accountId, @contentId, @folderId, @uidValidity, @uid, @flags, @receivedAt)
                ON CONFLICT (folder_id, uid_validity, uid) DO NOTHING
                """,
                placement, cancellationToken);
        }
    }
}
