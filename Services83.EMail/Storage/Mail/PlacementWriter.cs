using System.Data.Common;

namespace Services83.EMail.Storage.Mail;

/// <summary>Says where messages are: an item that waits for a placement gets it, else there is a new item. Serves one transaction.</summary>
internal sealed class PlacementWriter(DbTransaction transaction, int accountId, int folderId, uint uidValidity) : IAsyncDisposable
{
    private readonly PreparedStatement _reattach = new(
        transaction,
        """
        UPDATE email_item SET folder_id = @folderId, uid_validity = @uidValidity, uid = @uid, flags = @flags, detached_at = NULL, only_here = 0
        WHERE item_id = (
            SELECT item_id FROM email_item
            WHERE account_id = @accountId AND content_id = @contentId AND uid IS NULL AND (only_here = 0 OR folder_id = @folderId)
            ORDER BY CASE WHEN folder_id = @folderId THEN 0 ELSE 1 END, item_id LIMIT 1)
        AND NOT EXISTS (SELECT 1 FROM email_item WHERE folder_id = @folderId AND uid_validity = @uidValidity AND uid = @uid)
        """,
        "@accountId", "@folderId", "@uidValidity", "@contentId", "@uid", "@flags");

    private readonly PreparedStatement _insert = new(
        transaction,
        """
        INSERT INTO email_item (account_id, folder_id, uid_validity, content_id, uid, flags, received_at)
        VALUES (@accountId, @folderId, @uidValidity, @contentId, @uid, @flags, @receivedAt)
        ON CONFLICT (folder_id, uid_validity, uid) DO NOTHING
        """,
        "@accountId", "@folderId", "@uidValidity", "@contentId", "@uid", "@flags", "@receivedAt");

    public async Task PlaceAsync(NewMessage message, int contentId, CancellationToken cancellationToken)
    {
        long validity = uidValidity, uid = message.Uid;
        var flags = (int)message.Flags;
        if (await _reattach.ExecuteAsync(cancellationToken, accountId, folderId, validity, contentId, uid, flags) == 0)
        {
            await _insert.ExecuteAsync(
                cancellationToken, accountId, folderId, validity, contentId, uid, flags, message.ReceivedAt.ToUnixTimeMilliseconds());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _reattach.DisposeAsync();
        await _insert.DisposeAsync();
    }
}
