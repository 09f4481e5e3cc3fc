using System.Data.Common;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Storage.Mail.Maildrops;

/// <summary>
/// The folders of accounts whose protocol has none: they exist only here, with UIDs that are given here. Their messages are changed at once,
/// because there is no server that has to confirm anything.
/// </summary>
public sealed class LocalFolders(IDatabase database, TimeProvider time)
{
    public const string Inbox = "INBOX";

    /// <summary>The UIDVALIDITY of all local folders: their UIDs are never given twice.</summary>
    internal const uint UidValidity = 1;

    private const string Delimiter = "/";

    private static readonly (string Name, string Attributes)[] Usual =
    [
        (Inbox, ""), ("Drafts", @"\Drafts"), ("Sent", @"\Sent"), ("Trash", @"\Trash"),
    ];

    /// <summary>The folders of an account with the present numbers of their messages, the inbox first.</summary>
    public async Task<IReadOnlyList<StoredFolder>> ListAsync(FolderStore folders, int accountId, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(
            """
            UPDATE email_folder SET
                total = (SELECT COUNT(*) FROM email_item i WHERE i.folder_id = email_folder.folder_id),
                unread = (SELECT COUNT(*) FROM email_item i WHERE i.folder_id = email_folder.folder_id AND (i.flags & @seen) = 0)
            WHERE account_id = @accountId AND only_here = TRUE
            """,
            new { accountId, seen = (int)EMailFlags.Seen }, cancellationToken);
        var all = await folders.ListAsync(accountId, cancellationToken);
        return [.. all.OrderByDescending(folder => folder.Name == Inbox).ThenBy(folder => folder.Name, StringComparer.Ordinal)];
    }

    /// <summary>Adds a folder.</summary>
    /// <exception cref="InvalidArgumentException">The account has a folder with this name.</exception>
    public async Task CreateAsync(int accountId, string name, CancellationToken cancellationToken)
    {
        var added = await database.WriteAsync((transaction, token) => AddAsync(transaction, accountId, name, "", token), cancellationToken);
        if (added == 0)
        {
            throw new InvalidArgumentException("Folder", $"There is a folder '{name}' already.");
        }
    }

    /// <summary>
    /// Deletes a folder with its messages. Those that came from the server are deleted there by the next sync, like all messages that are
    /// deleted here.
    /// </summary>
    /// <exception cref="InvalidArgumentException">The program needs the folder.</exception>
    public async Task DeleteAsync(StoredFolder folder, CancellationToken cancellationToken)
    {
        if (Usual.Any(usual => folder.IsNamed(usual.Name)))
        {
            throw new InvalidArgumentException("Folder", $"The folder '{folder.Name}' belongs to the account and cannot be deleted.");
        }

        await database.WriteAsync(
            async (transaction, token) =>
            {
                var ids = await transaction.QueryAsync<int>(
                    "SELECT item_id FROM email_item WHERE folder_id = @FolderId", new { folder.FolderId }, token);
                await EventRecorder.RecordAsync(transaction, WebhookEvents.MessageDeleted, ids, time.GetUtcNow(), token);
                await MaildropStore.SetDeletedAsync(transaction, ids, token);
                var contents = await transaction.QueryAsync<int>(
                    "DELETE FROM email_item WHERE folder_id = @FolderId RETURNING content_id", new { folder.FolderId }, token);
                await ContentWriter.DropUnusedAsync(transaction, contents, token);
                return await transaction.ExecuteAsync(
                    "DELETE FROM email_folder WHERE folder_id = @FolderId AND only_here = TRUE", new { folder.FolderId }, token);
            },
            cancellationToken);
    }

    /// <summary>Gives a new account its folders.</summary>
    internal static async Task AddUsualAsync(DbTransaction transaction, int accountId, CancellationToken cancellationToken)
    {
        foreach (var (name, attributes) in Usual)
        {
            await AddAsync(transaction, accountId, name, attributes, cancellationToken);
        }
    }

    /// <summary>Whether the folder exists only here.</summary>
    internal static async Task<bool> IsLocalAsync(DbTransaction transaction, int folderId, CancellationToken cancellationToken) =>
        (await transaction.QueryAsync<int>(
            "SELECT 1 FROM email_folder WHERE folder_id = @folderId AND only_here = TRUE", new { folderId }, cancellationToken)).Count > 0;

    /// <summary>Puts messages into a local folder, in this order, each with the next UID.</summary>
    internal static async Task PlaceAsync(
        DbTransaction transaction, int folderId, IReadOnlyCollection<int> itemIds, CancellationToken cancellationToken)
    {
        var first = await TakeUidsAsync(transaction, folderId, itemIds.Count, cancellationToken);
        await transaction.ExecuteManyAsync(
            "UPDATE email_item SET folder_id = @folderId, uid_validity = @UidValidity, uid = @uid WHERE item_id = @itemId",
            itemIds.Select((itemId, index) => new { folderId, UidValidity = (long)UidValidity, uid = first + index, itemId }), cancellationToken);
    }

    /// <summary>Reserves UIDs of a local folder.</summary>
    /// <returns>The first of them; the others follow.</returns>
    internal static Task<long> TakeUidsAsync(DbTransaction transaction, int folderId, int count, CancellationToken cancellationToken) =>
        transaction.SingleAsync<long>(
            "UPDATE email_folder SET uid_next = uid_next + @count WHERE folder_id = @folderId RETURNING uid_next - @count",
            new { folderId, count }, cancellationToken);

    private static Task<int> AddAsync(
        DbTransaction transaction, int accountId, string name, string attributes, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            """
            INSERT INTO email_folder (account_id, name, delimiter, attributes, selectable, subscribed, uid_validity, uid_next, message_count, only_here)
            SELECT account_id, @name, @Delimiter, @attributes, TRUE, TRUE, @UidValidity, 1, 0, TRUE
            FROM account WHERE account_id = @accountId AND deleted = FALSE
            ON CONFLICT (account_id, name) DO NOTHING
            """,
            new { accountId, name, Delimiter, attributes, UidValidity = (long)UidValidity }, cancellationToken);
}
