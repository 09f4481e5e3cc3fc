using System.Data.Common;

namespace Services83.EMail.Storage.Mail.Changes;

/// <summary>The data of an append.</summary>
public sealed class AppendOctets
{
    public required byte[] Raw { get; init; }

    public EMailFlags Flags { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }
}

// Results of appends. The row, not the caller, says to which message an append belongs: the message may have been saved again meanwhile,
// and then the append belongs to its predecessor.
public sealed partial class ChangeStore
{
    private const string ItemOfChange = "(SELECT item_id FROM email_change WHERE change_id = @ChangeId)";

    /// <summary>
    /// Stores the folder's state before an append is sent: if its result is unknown, the program looks for the message from there on and
    /// does not append it twice. After this, saving the message again does not change these bytes any more.
    /// </summary>
    /// <returns>The data to send; null when there is no such append any more.</returns>
    public async Task<AppendOctets?> NoteAppendAsync(PendingChange append, uint uidValidity, uint uidNext, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(
            """
            UPDATE email_change SET copy_uid_validity = @validity, copy_uid_next = @next, unanswered = unanswered + 1
            WHERE change_id = @ChangeId
            """,
            new { validity = (long)uidValidity, next = (long)uidNext, append.ChangeId }, cancellationToken);
        return await database.FirstOrDefaultAsync<AppendOctets>(
            $"""
             SELECT raw, flags, received_at FROM email_item JOIN content_body USING (content_id)
             WHERE item_id = {ItemOfChange} AND only_here = TRUE AND pending_delete = FALSE
             """,
            new { append.ChangeId }, cancellationToken);
    }

    /// <summary>The message is on the server.</summary>
    /// <param name="append">The change.</param>
    /// <param name="place">Its place; null when unknown: then the message waits until it is found in its folder.</param>
    /// <param name="copy">The server's copy, if it was read; the server may have changed bytes.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public Task ConfirmAppendedAsync(PendingChange append, Placement? place, NewMessage? copy, CancellationToken cancellationToken) =>
        SettleAppendAsync(
            append,
            async (transaction, itemId, token) =>
            {
                if (place is { } known)
                {
                    await TakePlaceAsync(transaction, itemId, known, copy, token);
                    return;
                }

                await transaction.ExecuteAsync(
                    "UPDATE email_item SET only_here = FALSE, detached_at = @now WHERE item_id = @itemId AND uid IS NULL",
                    new { now = time.GetUtcNow(), itemId }, token);
            },
            cancellationToken);

    /// <summary>The last sync has met the message on the server. False when it turned out to be a different one with the same
    /// bytes.</summary>
    public Task<bool> ConfirmMetAsync(PendingChange append, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                var settled = await transaction.QueryAsync<int>(
                    """
                    DELETE FROM email_change WHERE change_id = @ChangeId
                    AND EXISTS (SELECT 1 FROM email_item i WHERE i.item_id = email_change.item_id AND i.uid IS NOT NULL) RETURNING item_id
                    """,
                    new { append.ChangeId }, token);
                await ChangeOverlay.RefreshItemsAsync(transaction, settled, token);
                return settled.Count > 0;
            },
            cancellationToken);

    /// <summary>The message was deleted here before it was on the server: nothing of it remains.</summary>
    public Task DropAppendAsync(PendingChange append, CancellationToken cancellationToken) =>
        SettleAppendAsync(append, DropItemAsync, cancellationToken);

    private Task SettleAppendAsync(
        PendingChange append, Func<DbTransaction, int, CancellationToken, Task> outcome, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                var settled = await transaction.QueryAsync<int>(
                    "DELETE FROM email_change WHERE change_id = @ChangeId RETURNING item_id", new { append.ChangeId }, token);
                foreach (var itemId in settled)
                {
                    await outcome(transaction, itemId, token);
                    await ChangeOverlay.RefreshItemsAsync(transaction, [itemId], token);
                }

                return settled.Count;
            },
            cancellationToken);

    private static async Task TakePlaceAsync(
        DbTransaction transaction, int itemId, Placement place, NewMessage? copy, CancellationToken cancellationToken)
    {
        var where = new { itemId, place.FolderId, validity = (long)place.UidValidity, uid = (long)place.Uid };
        var before = await transaction.QueryAsync<int>("SELECT content_id FROM email_item WHERE item_id = @itemId", where, cancellationToken);
        var known = await MergeAsync(transaction, itemId, place, cancellationToken);
        if (known is null && copy is not null)
        {
            await using var writer = new ContentWriter(transaction);
            known = new()
            {
                ContentId = await writer.SaveAsync(copy.Content, cancellationToken),
                Flags = (int)copy.Flags,
                EmailId = copy.EmailId,
                ServerSize = copy.ServerSize,
                InternalDate = copy.InternalDate?.ToUnixTimeMilliseconds(),
            };
        }

        await transaction.ExecuteAsync(
            """
            UPDATE email_item SET folder_id = @FolderId, uid_validity = @validity, uid = @uid, detached_at = NULL, only_here = FALSE,
                content_id = COALESCE(@ContentId, content_id), flags = COALESCE(@Flags, flags),
                email_id = @EmailId, server_size = @ServerSize, internal_date = @InternalDate
            WHERE item_id = @itemId
            """,
            new
            {
                itemId,
                place.FolderId,
                where.validity,
                where.uid,
                known?.ContentId,
                known?.Flags,
                known?.EmailId,
                known?.ServerSize,
                known?.InternalDate,
            },
            cancellationToken);
        await transaction.ExecuteAsync(
            "UPDATE email_change SET folder_id = @FolderId, uid_validity = @validity, uid = @uid WHERE item_id = @itemId AND rejected = FALSE",
            where, cancellationToken);
        await ContentWriter.DropUnusedAsync(transaction, before, cancellationToken);
    }

    /// <summary>
    /// A sync may have met the message before the program knew that it is this one. The item that the sync stored is deleted, and its
    /// changes are moved to this one.
    /// </summary>
    private static async Task<MetItem?> MergeAsync(
        DbTransaction transaction, int itemId, Placement place, CancellationToken cancellationToken)
    {
        var where = new { itemId, place.FolderId, validity = (long)place.UidValidity, uid = (long)place.Uid };
        // Or the sync took it for another message with the same bytes that is still to be appended.
        await transaction.ExecuteAsync(
            $"""
            UPDATE email_item SET uid = NULL, uid_validity = NULL, only_here = TRUE
            WHERE folder_id = @FolderId AND uid_validity = @validity AND uid = @uid AND item_id <> @itemId
            AND EXISTS (SELECT 1 FROM email_change c WHERE c.item_id = email_item.item_id AND c.kind = {ChangeKind.Append:D} AND c.rejected = FALSE)
            """,
            where, cancellationToken);
        var met = await transaction.QueryAsync<MetItem>(
            """
            DELETE FROM email_item WHERE folder_id = @FolderId AND uid_validity = @validity AND uid = @uid AND item_id <> @itemId
            RETURNING item_id, content_id, flags, email_id, server_size, internal_date
            """,
            where, cancellationToken);
        if (met is not [var other])
        {
            return null;
        }

        await transaction.ExecuteAsync(
            "UPDATE email_change SET item_id = @itemId WHERE item_id = @other", new { itemId, other = other.ItemId }, cancellationToken);
        return other;
    }

    /// <summary>
    /// After a final refusal the message stays here, with all later changes applied. The message that it was to replace is not deleted, and
    /// is visible again.
    /// </summary>
    private static async Task KeepHereAsync(DbTransaction transaction, PendingChange append, CancellationToken cancellationToken)
    {
        var items = await transaction.QueryAsync<(int ItemId, bool Deleted)>(
            $"SELECT item_id, pending_delete FROM email_item WHERE item_id = {ItemOfChange} AND only_here = TRUE", new { append.ChangeId }, cancellationToken);
        if (items is not [var item])
        {
            return;
        }

        var kept = await transaction.QueryAsync<int>(
            "DELETE FROM email_change WHERE after_item_id = @ItemId AND rejected = FALSE RETURNING item_id", new { item.ItemId }, cancellationToken);
        await ChangeOverlay.RefreshItemsAsync(transaction, kept, cancellationToken);
        if (item.Deleted)
        {
            await DropItemAsync(transaction, item.ItemId, cancellationToken);
            return;
        }

        await transaction.ExecuteAsync(
            """
            UPDATE email_item SET flags = (flags | pending_set) & ~pending_clear, folder_id = COALESCE(pending_folder, folder_id)
            WHERE item_id = @ItemId
            """,
            new { item.ItemId }, cancellationToken);
        await transaction.ExecuteAsync(
            "DELETE FROM email_change WHERE item_id = @ItemId AND change_id <> @ChangeId", new { item.ItemId, append.ChangeId }, cancellationToken);
        await ChangeOverlay.RefreshItemsAsync(transaction, [item.ItemId], cancellationToken);
    }

    private static async Task DropItemAsync(DbTransaction transaction, int itemId, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync("DELETE FROM email_change WHERE item_id = @itemId", new { itemId }, cancellationToken);
        var contents = await transaction.QueryAsync<int>(
            "DELETE FROM email_item WHERE item_id = @itemId AND only_here = TRUE RETURNING content_id", new { itemId }, cancellationToken);
        await ContentWriter.DropUnusedAsync(transaction, contents, cancellationToken);
    }

    /// <summary>The server's known state after an append.</summary>
    private sealed class MetItem
    {
        public int ItemId { get; init; }

        public int ContentId { get; init; }

        public int Flags { get; init; }

        public string? EmailId { get; init; }

        public long? ServerSize { get; init; }

        public long? InternalDate { get; init; }
    }
}
