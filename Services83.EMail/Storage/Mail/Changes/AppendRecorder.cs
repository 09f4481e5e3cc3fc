using System.Data.Common;
using Services83.EMail.Storage.Mail.Maildrops;

namespace Services83.EMail.Storage.Mail.Changes;

/// <summary>
/// Stores messages that are written here: they are visible in their folder at once, and the account's next push appends them on the server,
/// unless the folder exists only here.
/// It uses the caller's transaction, so that the message is stored together with the caller's other changes. Afterwards
/// <c>SyncDispatcher.SweepAsync</c> starts the push.
/// </summary>
public sealed class AppendRecorder(TimeProvider time)
{
    /// <returns>Id of the message, which never changes.</returns>
    /// <exception cref="EntityNotFoundException">There is no such folder that can hold messages, or no such message to replace.</exception>
    public async Task<int> AppendAsync(DbTransaction transaction, MessageToAppend message, CancellationToken cancellationToken)
    {
        var isLocal = await RequireFolderAsync(transaction, message, cancellationToken);
        await using var contents = new ContentWriter(transaction);
        var contentId = await contents.SaveAsync(message.Content, cancellationToken);
        var predecessor = (int?)null;
        var staysHere = message.StaysHere;
        if (message.Replaces is { } itemId)
        {
            staysHere &= (await MessagesOnlyHere.FindAsync(transaction, [itemId], cancellationToken)).Count > 0;
            predecessor = await ReplaceAsync(transaction, message, itemId, contentId, cancellationToken);
        }
        else
        {
            itemId = await InsertAsync(transaction, message, contentId, cancellationToken);
        }

        if (isLocal)
        {
            await LocalFolders.PlaceAsync(transaction, message.FolderId, [itemId], cancellationToken);
        }
        else if (!staysHere)
        {
            await QueueAsync(transaction, message, itemId, predecessor, cancellationToken);
            await SyncQueue.RequestTurnsAsync(transaction, [message.AccountId], time.GetUtcNow(), cancellationToken);
        }

        return itemId;
    }

    /// <returns>Whether the folder exists only here.</returns>
    private static async Task<bool> RequireFolderAsync(DbTransaction transaction, MessageToAppend message, CancellationToken cancellationToken)
    {
        var found = await transaction.QueryAsync<bool>(
            """
            SELECT only_here FROM email_folder JOIN account USING (account_id)
            WHERE folder_id = @FolderId AND account_id = @AccountId AND selectable = TRUE AND gone = FALSE AND deleted = FALSE
            """,
            new { message.FolderId, message.AccountId }, cancellationToken);
        return found is [var isLocal]
            ? isLocal
            : throw new EntityNotFoundException(
                $"Account {message.AccountId} has no folder {message.FolderId} that can hold messages.", "folderId", $"{message.FolderId}");
    }

    private static Task<int> InsertAsync(
        DbTransaction transaction, MessageToAppend message, int contentId, CancellationToken cancellationToken) =>
        transaction.SingleAsync<int>(
            """
            INSERT INTO email_item (account_id, content_id, folder_id, flags, received_at, announced, only_here)
            VALUES (@AccountId, @contentId, @FolderId, @flags, @ReceivedAt, TRUE, TRUE) RETURNING item_id
            """,
            new { message.AccountId, contentId, message.FolderId, flags = (int)message.Flags, message.ReceivedAt },
            cancellationToken);

    /// <summary>
    /// Gives the message its new content. The old content that the server has, or may have, goes to a hidden message, which is deleted when
    /// the new one is on the server: so the server always has one of them.
    /// </summary>
    /// <returns>The hidden message; null when the server never got the old one.</returns>
    private static async Task<int?> ReplaceAsync(
        DbTransaction transaction, MessageToAppend message, int itemId, int contentId, CancellationToken cancellationToken)
    {
        var found = await transaction.QueryAsync<Replaced>(
            $"""
            SELECT content_id, folder_id, uid_validity, uid, email_id, server_size, internal_date, flags, received_at, detached_at, only_here, dismissed,
                   (SELECT change_id FROM email_change c
                    WHERE c.item_id = i.item_id AND kind = {ChangeKind.Append:D} AND rejected = FALSE AND copy_uid_next IS NOT NULL)
                   AS attempt
            FROM email_item i WHERE item_id = @itemId AND account_id = @AccountId AND pending_delete = FALSE
            """,
            new { itemId, message.AccountId }, cancellationToken);
        if (found is not [var old])
        {
            throw new EntityNotFoundException($"There is no e-mail with id {itemId} in account {message.AccountId}.", "EmailItemId", $"{itemId}");
        }

        await transaction.ExecuteAsync(
            """
            UPDATE email_item SET content_id = @contentId, folder_id = @FolderId, uid_validity = NULL, uid = NULL, flags = @flags,
                email_id = NULL, server_size = NULL, internal_date = NULL, received_at = @ReceivedAt, detached_at = NULL,
                only_here = TRUE, dismissed = FALSE
            WHERE item_id = @itemId
            """,
            new { contentId, message.FolderId, flags = (int)message.Flags, message.ReceivedAt, itemId }, cancellationToken);
        var predecessor = old is { OnlyHere: true, Attempt: null }
            ? (int?)null
            : await HideAsync(transaction, message.AccountId, old, cancellationToken);
        // The new message is appended with its final flags and folder; earlier changes were meant for the old one.
        await transaction.ExecuteAsync("DELETE FROM email_change WHERE item_id = @itemId", new { itemId }, cancellationToken);
        await ContentWriter.DropUnusedAsync(transaction, [old.ContentId], cancellationToken);
        return predecessor;
    }

    private static async Task<int> HideAsync(DbTransaction transaction, int accountId, Replaced old, CancellationToken cancellationToken)
    {
        var hidden = await transaction.SingleAsync<int>(
            """
            INSERT INTO email_item (account_id, content_id, folder_id, uid_validity, uid, email_id, server_size, internal_date, flags,
                received_at, detached_at, only_here, dismissed, announced)
            VALUES (@accountId, @ContentId, @FolderId, @UidValidity, @Uid, @EmailId, @ServerSize, @InternalDate, @Flags,
                @ReceivedAt, @DetachedAt, @OnlyHere, @Dismissed, TRUE)
            RETURNING item_id
            """,
            new
            {
                accountId,
                old.ContentId,
                old.FolderId,
                old.UidValidity,
                old.Uid,
                old.EmailId,
                old.ServerSize,
                old.InternalDate,
                old.Flags,
                old.ReceivedAt,
                old.DetachedAt,
                old.OnlyHere,
                old.Dismissed,
            },
            cancellationToken);
        // An append that is being sent, or whose result is unknown, has the old content.
        await transaction.ExecuteAsync(
            "UPDATE email_change SET item_id = @hidden WHERE change_id = @Attempt", new { hidden, old.Attempt }, cancellationToken);
        return hidden;
    }

    private async Task QueueAsync(
        DbTransaction transaction, MessageToAppend message, int itemId, int? predecessor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Deletions of earlier predecessors, which are waiting already, now wait for the new content.
        var waiting = await transaction.QueryAsync<int>(
            "DELETE FROM email_change WHERE after_item_id = @itemId AND rejected = FALSE RETURNING item_id", new { itemId }, cancellationToken);
        await transaction.ExecuteAsync(
            $"""
            INSERT INTO email_change (account_id, kind, item_id, folder_id, search_first, created_at)
            VALUES (@AccountId, {ChangeKind.Append:D}, @itemId, @FolderId, @MayBeThere, @now)
            """,
            new { message.AccountId, itemId, message.FolderId, message.MayBeThere, now }, cancellationToken);
        int[] doomed = predecessor is { } added ? [.. waiting, added] : [.. waiting];
        await transaction.ExecuteManyAsync(
            $"""
            INSERT INTO email_change (account_id, kind, item_id, folder_id, uid_validity, uid, after_item_id, created_at)
            SELECT account_id, {ChangeKind.Delete:D}, item_id, folder_id, uid_validity, uid, @itemId, @now FROM email_item WHERE item_id = @id
            """,
            doomed.Select(id => new { id, itemId, now }), cancellationToken);
        await ChangeOverlay.RefreshItemsAsync(transaction, [itemId, .. doomed], cancellationToken);
    }

    private sealed class Replaced
    {
        public int ContentId { get; init; }

        public int FolderId { get; init; }

        public long? UidValidity { get; init; }

        public long? Uid { get; init; }

        public string? EmailId { get; init; }

        public long? ServerSize { get; init; }

        public long? InternalDate { get; init; }

        public int Flags { get; init; }

        public DateTimeOffset ReceivedAt { get; init; }

        public DateTimeOffset? DetachedAt { get; init; }

        public bool OnlyHere { get; init; }

        public bool Dismissed { get; init; }

        /// <summary>The append that was sent, whether or not it arrived.</summary>
        public int? Attempt { get; init; }
    }
}
