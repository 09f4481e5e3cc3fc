using System.Data.Common;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Storage.Mail.Changes;

/// <summary>A move that the server made.</summary>
/// <param name="Change">The move.</param>
/// <param name="Target">Where the message is now; null when the server did not report it.</param>
public readonly record struct MovedItem(PendingChange Change, Placement? Target);

// Results of moves.
public sealed partial class ChangeStore
{
    /// <summary>
    /// Stores the target folder's state before a copy is requested: if the result is unknown, the program looks for the copy from there on
    /// and does not make it twice.
    /// </summary>
    public Task NoteCopyAsync(
        IReadOnlyCollection<PendingChange> changes, uint uidValidity, uint uidNext, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (transaction, token) => transaction.ExecuteManyAsync(
                "UPDATE email_change SET copy_uid_validity = @validity, copy_uid_next = @next WHERE change_id = @ChangeId",
                changes.Select(change => new { validity = (long)uidValidity, next = (long)uidNext, change.ChangeId }), token),
            cancellationToken);

    /// <summary>The server has moved the messages. A message without a reported new place waits until it is found there.</summary>
    /// <param name="staysMarked">Whether the original is still in its folder, marked as deleted, because the server cannot remove
    /// it.</param>
    public Task ConfirmMovedAsync(IReadOnlyCollection<MovedItem> moved, bool staysMarked, CancellationToken cancellationToken) =>
        SettleAsync(
            [.. moved.Select(item => item.Change)],
            async (transaction, token) =>
            {
                foreach (var (change, target) in moved)
                {
                    await MoveAsync(transaction, change, target, token);
                    if (staysMarked && change.Placement is { } origin)
                    {
                        await AddRemainderAsync(transaction, change, origin, token);
                    }
                }

                await TellAsync(transaction, WebhookEvents.MessageUpdated, moved.Select(item => item.Change), token);
            },
            cancellationToken);

    private async Task MoveAsync(DbTransaction transaction, PendingChange change, Placement? target, CancellationToken cancellationToken)
    {
        if (target is { } known && await PlaceAsync(transaction, change, known, cancellationToken))
        {
            // Other pending changes of the message apply to it in any folder.
            await transaction.ExecuteAsync(
                """
                UPDATE email_change SET folder_id = @FolderId, uid_validity = @validity, uid = @uid
                WHERE item_id = @ItemId AND rejected = FALSE
                """,
                new { known.FolderId, validity = (long)known.UidValidity, uid = (long)known.Uid, change.ItemId }, cancellationToken);
            return;
        }

        var folderId = change.TargetFolderId!.Value;
        await DetachAsync(transaction, change, folderId, cancellationToken);
        await transaction.ExecuteAsync(
            "UPDATE email_change SET folder_id = @folderId, uid_validity = NULL, uid = NULL WHERE item_id = @ItemId AND rejected = FALSE",
            new { folderId, change.ItemId }, cancellationToken);
    }

    /// <summary>False when another message is known to be there: then the server's report was wrong.</summary>
    private static async Task<bool> PlaceAsync(
        DbTransaction transaction, PendingChange change, Placement target, CancellationToken cancellationToken)
    {
        var place = new { change.ItemId, target.FolderId, validity = (long)target.UidValidity, uid = (long)target.Uid };
        // A sync may have met the copy before the program knew its origin.
        await transaction.ExecuteAsync(
            """
            DELETE FROM email_item WHERE folder_id = @FolderId AND uid_validity = @validity AND uid = @uid AND item_id <> @ItemId
            AND content_id = (SELECT content_id FROM email_item WHERE item_id = @ItemId)
            """,
            place, cancellationToken);
        return await transaction.ExecuteAsync(
            """
            UPDATE email_item SET folder_id = @FolderId, uid_validity = @validity, uid = @uid, detached_at = NULL
            WHERE item_id = @ItemId AND NOT EXISTS (
                SELECT 1 FROM email_item WHERE folder_id = @FolderId AND uid_validity = @validity AND uid = @uid AND item_id <> @ItemId)
            """,
            place, cancellationToken) == 1;
    }

    private Task<int> DetachAsync(DbTransaction transaction, PendingChange change, int folderId, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            "UPDATE email_item SET folder_id = @folderId, uid_validity = NULL, uid = NULL, detached_at = @now WHERE item_id = @ItemId",
            new { folderId, now = time.GetUtcNow(), change.ItemId }, cancellationToken);

    /// <summary>As the remainder is known at once, it is neither fetched again nor taken for a new message.</summary>
    private static Task<int> AddRemainderAsync(
        DbTransaction transaction, PendingChange change, Placement origin, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            """
            INSERT INTO email_item (account_id, content_id, folder_id, uid_validity, uid, email_id, server_size, internal_date, flags,
                dismissed, announced, received_at)
            SELECT account_id, content_id, @FolderId, @validity, @uid, email_id, server_size, internal_date, flags | @deleted,
                TRUE, TRUE, received_at
            FROM email_item WHERE item_id = @ItemId
            ON CONFLICT (folder_id, uid_validity, uid) DO NOTHING
            """,
            new
            {
                origin.FolderId,
                validity = (long)origin.UidValidity,
                uid = (long)origin.Uid,
                deleted = (int)EMailFlags.Deleted,
                change.ItemId,
            },
            cancellationToken);
}
