using System.Data.Common;

namespace Services83.EMail.Storage.Mail;

/// <summary>Stores where messages are: an item that waits for a placement gets it, else a new item is added. Used for one
/// transaction.</summary>
internal sealed class PlacementWriter(DbTransaction transaction, int accountId, int folderId, uint uidValidity) : IAsyncDisposable
{
    // If several items waited for the same content, the one that left last is used. Items that left in one sync left at the same time;
    // among them an item of this folder takes precedence (the folder may have been renumbered), then one with this date of receipt (moves
    // keep it).
    private readonly PreparedStatement _reattach = new(
        transaction,
        """
        UPDATE email_item SET folder_id = @folderId, uid_validity = @uidValidity, uid = @uid, flags = @flags,
            email_id = @emailId, server_size = @serverSize, internal_date = @internalDate, detached_at = NULL, only_here = FALSE
        WHERE item_id = (
            SELECT item_id FROM email_item
            WHERE account_id = @accountId AND content_id = @contentId AND uid IS NULL AND (only_here = FALSE OR folder_id = @folderId)
            ORDER BY detached_at DESC NULLS LAST, folder_id <> @folderId, COALESCE(internal_date, received_at) IS DISTINCT FROM @internalDate,
                item_id LIMIT 1)
        AND NOT EXISTS (SELECT 1 FROM email_item WHERE folder_id = @folderId AND uid_validity = @uidValidity AND uid = @uid)
        """,
        "@accountId", "@folderId", "@uidValidity", "@contentId", "@uid", "@flags", "@emailId", "@serverSize", "@internalDate");

    private readonly PreparedStatement _insert = new(
        transaction,
        """
        INSERT INTO email_item (account_id, folder_id, uid_validity, content_id, uid, flags, email_id, server_size, internal_date, received_at)
        VALUES (@accountId, @folderId, @uidValidity, @contentId, @uid, @flags, @emailId, @serverSize, @internalDate, @receivedAt)
        ON CONFLICT (folder_id, uid_validity, uid) DO NOTHING
        """,
        "@accountId", "@folderId", "@uidValidity", "@contentId", "@uid", "@flags", "@emailId", "@serverSize", "@internalDate", "@receivedAt");

    public async Task PlaceAsync(NewMessage message, int contentId, CancellationToken cancellationToken)
    {
        long validity = uidValidity, uid = message.Uid;
        var internalDate = message.InternalDate?.ToUnixTimeMilliseconds();
        object?[] placement =
        [
            accountId, folderId, validity, contentId, uid, (int)message.Flags, message.EmailId, message.ServerSize, internalDate,
        ];
        if (await _reattach.ExecuteAsync(cancellationToken, placement) == 0)
        {
            await _insert.ExecuteAsync(cancellationToken, [.. placement, message.ReceivedAt.ToUnixTimeMilliseconds()]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _reattach.DisposeAsync();
        await _insert.DisposeAsync();
    }
}
