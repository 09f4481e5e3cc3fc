using System.Data.Common;
using System.Globalization;

namespace Services83.EMail.Storage.Mail;

/// <summary>Stores where messages are: an item that waits for a placement gets it, else a new item is added. Used for one
/// transaction.</summary>
/// <param name="reports">Whether to find out which items were added and which got a new placement.</param>
internal sealed class PlacementWriter(DbTransaction transaction, int accountId, int folderId, uint uidValidity, bool reports) : IAsyncDisposable
{
    private const string Returning = "RETURNING item_id";

    private readonly List<int> _added = [];
    private readonly List<int> _replaced = [];

    // If several items waited for the same content, the one that left last is used. Items that left in one sync left at the same time;
    // among them an item of this folder takes precedence (the folder may have been renumbered), then one with this date of receipt (moves
    // keep it).
    private readonly PreparedStatement _reattach = new(
        transaction,
        $"""
        UPDATE email_item SET folder_id = @folderId, uid_validity = @uidValidity, uid = @uid, flags = @flags,
            email_id = @emailId, server_size = @serverSize, internal_date = @internalDate, detached_at = NULL, only_here = FALSE
        WHERE item_id = (
            SELECT item_id FROM email_item
            WHERE account_id = @accountId AND content_id = @contentId AND uid IS NULL AND (only_here = FALSE OR folder_id = @folderId)
            ORDER BY detached_at DESC NULLS LAST, folder_id <> @folderId, COALESCE(internal_date, received_at) IS DISTINCT FROM @internalDate,
                item_id LIMIT 1)
        AND NOT EXISTS (SELECT 1 FROM email_item WHERE folder_id = @folderId AND uid_validity = @uidValidity AND uid = @uid)
        {(reports ? Returning : "")}
        """,
        "@accountId", "@folderId", "@uidValidity", "@contentId", "@uid", "@flags", "@emailId", "@serverSize", "@internalDate");

    // A message that was returned as new mail is not new again where the same server shows it in another folder.
    private readonly PreparedStatement _insert = new(
        transaction,
        $"""
        INSERT INTO email_item (account_id, folder_id, uid_validity, content_id, uid, flags, email_id, server_size, internal_date, received_at,
            announced)
        VALUES (@accountId, @folderId, @uidValidity, @contentId, @uid, @flags, @emailId, @serverSize, @internalDate, @receivedAt, EXISTS (
            SELECT 1 FROM email_item s
            WHERE s.account_id = @accountId AND s.email_id = @emailId AND s.content_id = @contentId AND s.announced = TRUE))
        ON CONFLICT (folder_id, uid_validity, uid) DO NOTHING
        {(reports ? Returning : "")}
        """,
        "@accountId", "@folderId", "@uidValidity", "@contentId", "@uid", "@flags", "@emailId", "@serverSize", "@internalDate", "@receivedAt");

    /// <summary>The items that were added, if reports are wanted.</summary>
    public IReadOnlyCollection<int> Added => _added;

    /// <summary>The items that got a new placement, if reports are wanted.</summary>
    public IReadOnlyCollection<int> Replaced => _replaced;

    public async Task PlaceAsync(MessageOnServer message, int contentId, CancellationToken cancellationToken)
    {
        long validity = uidValidity, uid = message.Uid;
        var internalDate = message.InternalDate?.ToUnixTimeMilliseconds();
        object?[] placement =
        [
            accountId, folderId, validity, contentId, uid, (int)message.Flags, message.EmailId, message.ServerSize, internalDate,
        ];
        if (!await RunAsync(_reattach, _replaced, placement, cancellationToken))
        {
            await RunAsync(_insert, _added, [.. placement, message.ReceivedAt.ToUnixTimeMilliseconds()], cancellationToken);
        }
    }

    /// <returns>Whether a row was written.</returns>
    private async Task<bool> RunAsync(PreparedStatement statement, List<int> written, object?[] values, CancellationToken cancellationToken)
    {
        if (!reports)
        {
            return await statement.ExecuteAsync(cancellationToken, values) > 0;
        }

        if (await statement.ScalarAsync(cancellationToken, values) is not { } itemId)
        {
            return false;
        }

        written.Add(Convert.ToInt32(itemId, CultureInfo.InvariantCulture));
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _reattach.DisposeAsync();
        await _insert.DisposeAsync();
    }
}
