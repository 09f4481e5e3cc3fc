using System.Data.Common;

namespace Services83.EMail.Storage.Mail;

/// <summary>The cached folder lists.</summary>
public sealed class FolderStore(IDatabase database, TimeProvider time)
{
    private const string Columns =
        """
        folder_id, account_id, name, delimiter, attributes, selectable, COALESCE(pending_subscribed, subscribed) AS subscribed, total, unread,
        uid_validity, uid_next, highest_mod_seq, message_count, gone, left_out, history_from, mailbox_id, doubted
        """;

    private static readonly RowQuery<StoredFolder> OfAccount = new(
        $"SELECT {Columns} FROM email_folder WHERE account_id = @accountId ORDER BY name", Read, "@accountId");

    private static readonly RowQuery<StoredFolder> Gone = new(
        $"SELECT {Columns} FROM email_folder WHERE account_id = @accountId AND gone = TRUE AND uid_validity IS NOT NULL", Read, "@accountId");

    /// <summary>The folders of an account that its server still lists, by name.</summary>
    public async Task<IReadOnlyList<StoredFolder>> ListAsync(int accountId, CancellationToken cancellationToken) =>
        Listed(await OfAccount.RunAsync(database, cancellationToken, accountId));

    /// <summary>One folder by id; null when the server does not list it (any more).</summary>
    /// <param name="scope">Whose accounts.</param>
    public Task<StoredFolder?> FindAsync(int folderId, Scope scope, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<StoredFolder>(
            $"""
             SELECT {Columns} FROM email_folder WHERE folder_id = @folderId AND gone = FALSE AND account_id IN
                 (SELECT account_id FROM account WHERE deleted = FALSE AND {Scope.Includes("associate_id")})
             """,
            new { folderId, scope.AssociateId }, cancellationToken);

    /// <summary>The folders of an account that its server listed at the end of the last complete sync, and no longer lists.</summary>
    public Task<IReadOnlyList<StoredFolder>> ListGoneAsync(int accountId, CancellationToken cancellationToken) =>
        Gone.RunAsync(database, cancellationToken, accountId);

    /// <summary>Deletes the state of folders that no longer exist. To be called when none of the other folders can be one of
    /// them.</summary>
    public Task ForgetAsync(IReadOnlyCollection<StoredFolder> folders, CancellationToken cancellationToken) =>
        folders.Count == 0 ? Task.CompletedTask : database.ExecuteAsync(
            "UPDATE email_folder SET uid_validity = NULL WHERE gone = TRUE AND folder_id IN @ids",
            new { ids = folders.Select(folder => folder.FolderId).ToArray() }, cancellationToken);

    /// <summary>
    /// Makes the cached list equal to the server's; writes nothing if it is equal already. Folders that stay keep their ids; the messages
    /// of a folder that was deleted, or that can now only hold other folders, wait for a new placement (<see
    /// cref="ItemStore.DropDetachedAsync"/>). A deleted account has no list.
    /// </summary>
    public async Task<IReadOnlyList<StoredFolder>> SaveListAsync(
        int accountId, IReadOnlyCollection<ListedFolder> listed, CancellationToken cancellationToken)
    {
        var known = await OfAccount.RunAsync(database, cancellationToken, accountId);
        var knownByName = known.ToDictionary(folder => folder.Name, StringComparer.Ordinal);
        var listedByName = listed.ToDictionary(folder => folder.Name, StringComparer.Ordinal);
        var changed = listed.Where(folder => knownByName.GetValueOrDefault(folder.Name)?.IsAs(folder) != true).ToArray();
        var closed = known.Where(folder => folder is { Gone: false, Selectable: true }
            && listedByName.GetValueOrDefault(folder.Name) is not { Selectable: true }).ToArray();
        var gone = known.Where(folder => !folder.Gone && !listedByName.ContainsKey(folder.Name)).ToArray();
        if (changed.Length + closed.Length + gone.Length == 0)
        {
            return Listed(known);
        }

        await database.WriteAsync(
            (transaction, token) => SaveChangesAsync(transaction, accountId, changed, closed, gone, token), cancellationToken);
        return await ListAsync(accountId, cancellationToken);
    }

    /// <summary>Stores that everything up to the checkpoint is stored.</summary>
    /// <param name="undelivered">UIDs that the server lists but does not deliver; others are deleted.</param>
    /// <param name="leftOut">UIDs that are older than the history, as an IMAP sequence set; empty for none.</param>
    /// <param name="historyFrom">The time from which on messages were fetched.</param>
    public Task SaveCheckpointAsync(
        int folderId, FolderCheckpoint checkpoint, IReadOnlySet<uint> undelivered, string leftOut, DateTimeOffset? historyFrom,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await SaveCheckpointAsync(transaction, folderId, checkpoint, token);
                await transaction.ExecuteAsync(
                    "UPDATE email_folder SET left_out = @leftOut, history_from = @historyFrom WHERE folder_id = @folderId",
                    new { folderId, leftOut, historyFrom }, token);
                var noted = await transaction.QueryAsync<(long Validity, long Uid)>(
                    "SELECT uid_validity, uid FROM undelivered WHERE folder_id = @folderId", new { folderId }, token);
                foreach (var (validity, uid) in noted)
                {
                    if (validity != checkpoint.UidValidity || !undelivered.Contains((uint)uid))
                    {
                        await transaction.ExecuteAsync(
                            "DELETE FROM undelivered WHERE folder_id = @folderId AND uid_validity = @validity AND uid = @uid",
                            new { folderId, validity, uid }, token);
                    }
                }

                return true;
            },
            cancellationToken);

    private static IReadOnlyList<StoredFolder> Listed(IEnumerable<StoredFolder> known) => [.. known.Where(folder => !folder.Gone)];

    /// <summary>A row with <see cref="Columns"/>.</summary>
    private static StoredFolder Read(DbDataReader row) => new()
    {
        FolderId = row.Int(0),
        AccountId = row.Int(1),
        Name = row.Text(2),
        Delimiter = row.Text(3),
        Attributes = row.Text(4),
        Selectable = row.Flag(5),
        Subscribed = row.Flag(6),
        Total = row.Int(7),
        Unread = row.Int(8),
        UidValidity = row.LongOrNull(9),
        UidNext = row.LongOrNull(10),
        HighestModSeq = row.LongOrNull(11),
        MessageCount = row.IntOrNull(12),
        Gone = row.Flag(13),
        LeftOut = row.Text(14),
        HistoryFrom = row.MomentOrNull(15),
        MailboxId = row.TextOrNull(16),
        Doubted = row.Flag(17),
    };

    private Task<int> SaveCheckpointAsync(
        DbTransaction transaction, int folderId, FolderCheckpoint checkpoint, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
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

    private async Task<bool> SaveChangesAsync(
        DbTransaction transaction, int accountId, IEnumerable<ListedFolder> changed, IEnumerable<StoredFolder> closed,
        IEnumerable<StoredFolder> gone, CancellationToken cancellationToken)
    {
        foreach (var folder in changed)
        {
            await UpsertAsync(transaction, accountId, folder, cancellationToken);
        }

        foreach (var folder in closed)
        {
            await CloseAsync(transaction, folder.FolderId, cancellationToken);
        }

        // Its state stays stored: another folder may have got its name, or it may have got another name.
        foreach (var folder in gone)
        {
            await transaction.ExecuteAsync(
                "UPDATE email_folder SET gone = TRUE, uid_validity = @UidValidity WHERE folder_id = @FolderId",
                new { folder.FolderId, folder.UidValidity }, cancellationToken);
        }

        return true;
    }

    private static Task<int> UpsertAsync(DbTransaction transaction, int accountId, ListedFolder folder, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            """
            INSERT INTO email_folder (account_id, name, delimiter, attributes, selectable, subscribed, total, unread)
            SELECT account_id, @Name, @Delimiter, @Attributes, @Selectable, @Subscribed, @Total, @Unread
            FROM account WHERE account_id = @accountId AND deleted = FALSE
            ON CONFLICT (account_id, name) DO UPDATE
            SET delimiter = excluded.delimiter, attributes = excluded.attributes, selectable = excluded.selectable,
                subscribed = excluded.subscribed, total = excluded.total, unread = excluded.unread,
                uid_validity = CASE WHEN email_folder.gone THEN NULL ELSE email_folder.uid_validity END,
                mailbox_id = CASE WHEN email_folder.gone THEN NULL ELSE email_folder.mailbox_id END, gone = FALSE
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

    /// <summary>Detaches the messages of a folder that cannot be opened any more.</summary>
    private async Task CloseAsync(DbTransaction transaction, int folderId, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(
            "UPDATE email_item SET uid = NULL, uid_validity = NULL, detached_at = @now WHERE folder_id = @folderId AND uid IS NOT NULL",
            new { folderId, now = time.GetUtcNow() }, cancellationToken);
        await transaction.ExecuteAsync(
            "UPDATE email_folder SET uid_validity = NULL, mailbox_id = NULL, doubted = FALSE WHERE folder_id = @folderId", new { folderId }, cancellationToken);
    }
}
