using System.Data.Common;

namespace Services83.EMail.Storage.Mail;

/// <summary>The cached folder lists.</summary>
public sealed class FolderStore(IDatabase database, TimeProvider time)
{
    private const string Columns =
        """
        folder_id, account_id, name, delimiter, attributes, selectable, subscribed, total, unread,
        uid_validity, uid_next, highest_mod_seq, message_count
        """;

    /// <summary>The folders of an account that its server still lists, by name.</summary>
    public Task<IReadOnlyList<StoredFolder>> ListAsync(int accountId, CancellationToken cancellationToken) =>
        database.QueryAsync<StoredFolder>(
            $"SELECT {Columns} FROM email_folder WHERE account_id = @accountId AND gone = 0 ORDER BY name", new { accountId }, cancellationToken);

    /// <summary>One folder by id, or null when there is none that its server still lists.</summary>
    /// <param name="associateId">Owner of the account, or null for any.</param>
    public Task<StoredFolder?> FindAsync(int folderId, int? associateId, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<StoredFolder>(
            $"""
             SELECT {Columns} FROM email_folder WHERE folder_id = @folderId AND gone = 0 AND account_id IN
                 (SELECT account_id FROM account WHERE deleted = 0 AND (@associateId IS NULL OR associate_id = @associateId))
             """,
            new { folderId, associateId }, cancellationToken);

    /// <summary>
    /// Makes the cached list equal to the server's. Ids of folders that stay are kept; the messages of a folder that is gone
    /// wait for a new placement (<see cref="ItemStore.DropDetachedAsync"/>). A deleted account has no list.
    /// </summary>
    public async Task<IReadOnlyList<StoredFolder>> SaveListAsync(
        int accountId, IReadOnlyCollection<ListedFolder> listed, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async (transaction, token) =>
            {
                foreach (var folder in listed)
                {
                    await UpsertAsync(transaction, accountId, folder, token);
                }

                var names = listed.Select(folder => folder.Name).ToHashSet(StringComparer.Ordinal);
                foreach (var folder in await KnownAsync(transaction, accountId, token))
                {
                    if (!names.Contains(folder.Name))
                    {
                        await RetireAsync(transaction, folder.FolderId, token);
                    }
                }

                return true;
            },
            cancellationToken);
        return await ListAsync(accountId, cancellationToken);
    }

    /// <summary>Records that everything up to the checkpoint is stored.</summary>
    public Task SaveCheckpointAsync(int folderId, FolderCheckpoint checkpoint, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            UPDATE email_folder
            SET uid_validity = @UidValidity, uid_next = @UidNext, highest_mod_seq = @HighestModSeq,
                message_count = @MessageCount, synced_at = @now
            WHERE folder_id = @folderId
            """,
            new
            {
                folderId,
                UidValidity = (long)checkpoint.UidValidity,
                UidNext = (long)checkpoint.UidNext,
                HighestModSeq = (long?)checkpoint.HighestModSeq,
                checkpoint.MessageCount,
                now = time.GetUtcNow(),
            },
            cancellationToken);

    private static Task<int> UpsertAsync(DbTransaction transaction, int accountId, ListedFolder folder, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            """
            INSERT INTO email_folder (account_id, name, delimiter, attributes, selectable, subscribed, total, unread)
            SELECT account_id, @Name, @Delimiter, @Attributes, @Selectable, @Subscribed, @Total, @Unread
            FROM account WHERE account_id = @accountId AND deleted = 0
            ON CONFLICT (account_id, name) DO UPDATE
            SET delimiter = excluded.delimiter, attributes = excluded.attributes, selectable = excluded.selectable,
                subscribed = excluded.subscribed, total = excluded.total, unread = excluded.unread, gone = 0
            """,
            new
            {
                accountId,
                folder.Name,
                folder.Delimiter,
                folder.Attributes,
                folder.Selectable,
                folder.Subscribed,
                folder.Total,
                folder.Unread,
            },
            cancellationToken);

    private static async Task<IReadOnlyList<StoredFolder>> KnownAsync(
        DbTransaction transaction, int accountId, CancellationToken cancellationToken) =>
        await transaction.QueryAsync<StoredFolder>(
            $"SELECT {Columns} FROM email_folder WHERE account_id = @accountId AND gone = 0", new { accountId }, cancellationToken);

    private static async Task RetireAsync(DbTransaction transaction, int folderId, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(
            "UPDATE email_item SET uid = NULL, uid_validity = NULL WHERE folder_id = @folderId", new { folderId }, cancellationToken);
        await transaction.ExecuteAsync(
            "UPDATE email_folder SET gone = 1, uid_validity = NULL WHERE folder_id = @folderId", new { folderId }, cancellationToken);
    }
}
