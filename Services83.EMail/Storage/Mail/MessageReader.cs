using System.Data.Common;
using System.Text.Json;

namespace Services83.EMail.Storage.Mail;

/// <summary>Reads cached messages. Every query is limited to accounts that the caller may see: for the caller, the others do not
/// exist.</summary>
public sealed class MessageReader(IDatabase database)
{
    private const string Items =
        """
        SELECT i.item_id, i.account_id, i.folder_id, f.name AS folder_name, i.uid, i.uid_validity, i.flags, i.received_at, i.replied_at,
               c.content_id, c.size, c.complete, c.message_id, c.in_reply_to, c.subject, c.from_name, c.from_address,
               c.recipients, c.sent_at, c.priority
        FROM shown_item i
        JOIN content c ON c.content_id = i.content_id
        JOIN email_folder f ON f.folder_id = i.folder_id
        JOIN account a ON a.account_id = i.account_id AND a.deleted = FALSE
        """;

    /// <summary>The items <c>same</c> that are the same message as the item <c>e</c> for their server.</summary>
    private const string SameMessage =
        "JOIN email_item same ON same.account_id = e.account_id AND same.email_id = e.email_id AND same.content_id = e.content_id";

    private static readonly RowQuery<StoredItem> Unannounced = new(
        $$"""
         {{Items}} WHERE i.folder_id IN @folders AND i.uid IS NOT NULL AND i.announced = FALSE
         AND NOT EXISTS (
             SELECT 1 FROM email_item e {{SameMessage}} JOIN shown_item s ON s.item_id = same.item_id
             WHERE e.item_id = i.item_id AND same.item_id < i.item_id
             AND s.folder_id IN @folders AND s.uid IS NOT NULL AND s.announced = FALSE)
         ORDER BY i.received_at DESC, i.item_id DESC LIMIT @most
         """,
        Read, "@folders", "@most");

    /// <summary>One message by id.</summary>
    /// <param name="scope">Whose accounts.</param>
    public Task<StoredItem?> FindAsync(int itemId, Scope scope, CancellationToken cancellationToken) =>
        FirstAsync("i.item_id = @itemId", new { itemId, scope.AssociateId }, cancellationToken);

    /// <summary>The newest message with this Message-ID (without angle brackets).</summary>
    /// <param name="scope">Whose accounts.</param>
    public Task<StoredItem?> FindByMessageIdAsync(string messageId, Scope scope, CancellationToken cancellationToken) =>
        FirstAsync("c.message_id = @messageId", new { messageId, scope.AssociateId }, cancellationToken);

    /// <summary>The newest message that answers this Message-ID (without angle brackets).</summary>
    /// <param name="scope">Whose accounts.</param>
    public Task<StoredItem?> FindByInReplyToAsync(string messageId, Scope scope, CancellationToken cancellationToken) =>
        FirstAsync("c.in_reply_to = @messageId", new { messageId, scope.AssociateId }, cancellationToken);

    /// <summary>The message of an account with this Message-ID, such as the one that another message answers.</summary>
    public Task<StoredItem?> FindInAccountAsync(int accountId, string messageId, CancellationToken cancellationToken) =>
        FirstAsync(
            "i.account_id = @accountId AND c.message_id = @messageId",
            new { accountId, messageId, Scope.Everybody.AssociateId }, cancellationToken);

    /// <summary>The message with this UID in a folder that the caller may see.</summary>
    public Task<StoredItem?> FindInFolderAsync(int folderId, uint uid, CancellationToken cancellationToken) =>
        FirstAsync(
            "i.folder_id = @folderId AND i.uid = @uid", new { folderId, uid = (long)uid, Scope.Everybody.AssociateId }, cancellationToken);

    /// <summary>The messages of the same sender that came to the same account after a message, in the order of their arrival.</summary>
    /// <param name="item">A message that the caller may see.</param>
    /// <param name="most">Most messages to return.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<StoredItem>> LaterFromAsync(StoredItem item, int most, CancellationToken cancellationToken) =>
        database.QueryAsync<StoredItem>(
            $"""
             {Items} WHERE i.account_id = @AccountId AND i.received_at >= @ReceivedAt AND i.item_id <> @ItemId AND c.content_id <> @ContentId
             AND c.from_address = @FromAddress ORDER BY i.received_at, i.item_id LIMIT @most
             """,
            new { item.AccountId, item.ReceivedAt, item.ItemId, item.ContentId, item.FromAddress, most }, cancellationToken);

    /// <summary>All messages of a folder, newest arrival first.</summary>
    public Task<IReadOnlyList<StoredItem>> ListFolderAsync(int folderId, CancellationToken cancellationToken) =>
        database.QueryAsync<StoredItem>(
            $"{Items} WHERE i.folder_id = @folderId AND i.uid IS NOT NULL ORDER BY i.received_at DESC, i.item_id DESC",
            new { folderId }, cancellationToken);

    /// <summary>The greatest id of the messages of a folder, which is that of the message that was stored last; 0 when it has none.</summary>
    /// <param name="folderId">A folder that the caller may see.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<int> LatestIdAsync(int folderId, CancellationToken cancellationToken) => database.FirstOrDefaultAsync<int>(
        "SELECT COALESCE(MAX(item_id), 0) FROM shown_item WHERE folder_id = @folderId AND uid IS NOT NULL", new { folderId }, cancellationToken);

    /// <summary>
    /// Whether the folder holds a message that arrived after the given one, both on the server (higher UID) and here (higher id). One of
    /// the two is not enough: a first sync stores the newest messages first, and a moved message gets a new UID.
    /// </summary>
    /// <param name="itemId">0 for none; for a message that is no longer in the folder only the id is compared.</param>
    public Task<bool> HasNewerAsync(int folderId, int itemId, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<bool>(
            """
            SELECT EXISTS (
                SELECT 1 FROM shown_item
                WHERE folder_id = @folderId AND item_id > @itemId
                AND uid > COALESCE((SELECT uid FROM shown_item WHERE item_id = @itemId AND folder_id = @folderId), 0))
            """,
            new { folderId, itemId }, cancellationToken);

    /// <summary>The newest messages of some folders that have not been returned yet, in this or another folder, newest arrival first. Of a
    /// message that a server shows in several of them, by its own id, only the one that was stored first.</summary>
    /// <param name="folderIds">Folders that the caller may see.</param>
    /// <param name="most">Most messages to return.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<StoredItem>> UnannouncedAsync(IEnumerable<int> folderIds, int most, CancellationToken cancellationToken) =>
        Unannounced.RunAsync(database, cancellationToken, folderIds.ToArray(), most);

    /// <summary>Stores that messages have been returned, wherever the server shows them.</summary>
    public Task SetAnnouncedAsync(IEnumerable<int> itemIds, CancellationToken cancellationToken) => database.WriteAsync(
        (transaction, token) => transaction.ExecuteAsync(
            $"""
            UPDATE email_item SET announced = TRUE WHERE item_id IN @items
            OR item_id IN (SELECT same.item_id FROM email_item e {SameMessage} WHERE e.item_id IN @items)
            """,
            new { items = itemIds.ToArray() }, token),
        cancellationToken);

    /// <summary>How many messages each account has; accounts without any are not listed.</summary>
    public async Task<IReadOnlyDictionary<int, int>> CountByAccountAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync<(int AccountId, int Count)>(
            "SELECT account_id, COUNT(*) FROM email_item WHERE uid IS NOT NULL GROUP BY account_id", new { }, cancellationToken))
        .ToDictionary(row => row.AccountId, row => row.Count);

    /// <summary>The bytes of a message as the server sent them.</summary>
    public async Task<byte[]> RawAsync(int contentId, CancellationToken cancellationToken) =>
        await database.FirstOrDefaultAsync<byte[]>(
            "SELECT raw FROM content_body WHERE content_id = @contentId", new { contentId }, cancellationToken) ?? [];

    /// <summary>A message without the bodies of its large attachments; null when it has none, or was stored by a version without
    /// outlines.</summary>
    public async Task<ContentOutline?> OutlineAsync(int contentId, CancellationToken cancellationToken) =>
        await database.FirstOrDefaultAsync<(byte[] Raw, string Sizes)?>(
            "SELECT raw, sizes FROM content_outline WHERE content_id = @contentId", new { contentId }, cancellationToken) is var (raw, sizes)
            ? new ContentOutline(raw, JsonSerializer.Deserialize<Dictionary<string, int>>(sizes)!)
            : null;

    /// <summary>A row of <see cref="Items"/>.</summary>
    private static StoredItem Read(DbDataReader row) => new()
    {
        ItemId = row.Int(0),
        AccountId = row.Int(1),
        FolderId = row.Int(2),
        FolderName = row.Text(3),
        Uid = row.LongOrNull(4),
        UidValidity = row.LongOrNull(5),
        Flags = (EMailFlags)row.Int(6),
        ReceivedAt = row.Moment(7),
        RepliedAt = row.MomentOrNull(8),
        ContentId = row.Int(9),
        Size = row.Long(10),
        Complete = row.Flag(11),
        MessageId = row.TextOrNull(12),
        InReplyTo = row.TextOrNull(13),
        Subject = row.Text(14),
        FromName = row.Text(15),
        FromAddress = row.Text(16),
        Recipients = row.Text(17),
        SentAt = row.MomentOrNull(18),
        Priority = row.Int(19),
    };

    private Task<StoredItem?> FirstAsync(string condition, object arguments, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<StoredItem>(
            $"""
             {Items} WHERE {condition} AND {Scope.Includes("a.associate_id")}
             ORDER BY i.received_at DESC, i.item_id DESC LIMIT 1
             """,
            arguments, cancellationToken);
}
