using System.Data.Common;
using Services83.EMail.Storage.Mail.Maildrops;

namespace Services83.EMail.Storage.Mail.Changes;

/// <summary>A message that may be changed, and the folder in which it is visible.</summary>
public readonly record struct ChangeableItem(int ItemId, int AccountId, int FolderId);

/// <summary>
/// The local half of a change. One transaction shows it in the cache, stores it for the server and requests a run of the account, so that
/// everything that was reported to the caller survives the process.
/// </summary>
public sealed class ChangeRecorder(IDatabase database, TimeProvider time)
{
    /// <summary>Those of the messages that are visible in the scope.</summary>
    /// <param name="scope">Whose accounts.</param>
    public Task<IReadOnlyList<ChangeableItem>> FindAsync(
        IReadOnlyCollection<int> itemIds, Scope scope, CancellationToken cancellationToken) =>
        database.QueryAsync<ChangeableItem>(
            $"""
            SELECT i.item_id, i.account_id, i.folder_id FROM shown_item i
            JOIN account a ON a.account_id = i.account_id AND a.deleted = FALSE
            WHERE i.item_id IN @itemIds AND {Scope.Includes("a.associate_id")}
            """,
            new { itemIds, scope.AssociateId }, cancellationToken);

    /// <summary>The messages of the associate's accounts with this Message-ID (without angle brackets): copies in several folders, 1000 at most.</summary>
    public Task<IReadOnlyList<ChangeableItem>> FindByMessageIdAsync(string messageId, int associateId, CancellationToken cancellationToken) =>
        database.QueryAsync<ChangeableItem>(
            """
            SELECT i.item_id, i.account_id, i.folder_id FROM shown_item i
            JOIN content c ON c.content_id = i.content_id
            JOIN account a ON a.account_id = i.account_id AND a.deleted = FALSE
            WHERE c.message_id = @messageId AND a.associate_id = @associateId ORDER BY i.item_id LIMIT 1000
            """,
            new { messageId, associateId }, cancellationToken);

    /// <summary>Sets or clears one flag.</summary>
    public Task SetFlagAsync(IReadOnlyCollection<int> itemIds, EMailFlags flag, bool on, CancellationToken cancellationToken) =>
        RecordAsync(on ? ChangeKind.SetFlag : ChangeKind.ClearFlag, flag, null, itemIds, cancellationToken);

    /// <summary>Moves messages to a folder of their own account in which they are not visible yet.</summary>
    public Task MoveAsync(IReadOnlyCollection<int> itemIds, int targetFolderId, CancellationToken cancellationToken) =>
        RecordAsync(ChangeKind.Move, default, targetFolderId, itemIds, cancellationToken);

    /// <summary>Deletes messages permanently.</summary>
    public Task DeleteAsync(IReadOnlyCollection<int> itemIds, CancellationToken cancellationToken) =>
        RecordAsync(ChangeKind.Delete, default, null, itemIds, cancellationToken);

    /// <summary>Stores when messages were answered, and sets \Answered.</summary>
    public Task SetRepliedAsync(IReadOnlyCollection<int> itemIds, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync(
                    "UPDATE email_item SET replied_at = @now WHERE item_id IN @itemIds", new { now = time.GetUtcNow(), itemIds }, token);
                return await RecordAsync(transaction, ChangeKind.SetFlag, EMailFlags.Answered, null, itemIds, token);
            },
            cancellationToken);

    /// <summary>Stores when a message was answered. Nothing is sent to the server.</summary>
    public Task NoteRepliedAsync(int itemId, DateTimeOffset at, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE email_item SET replied_at = @at WHERE item_id = @itemId", new { at, itemId }, cancellationToken);

    /// <summary>Subscribes to a folder, or unsubscribes.</summary>
    public Task SetSubscribedAsync(int accountId, int folderId, bool subscribed, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                if (await LocalFolders.IsLocalAsync(transaction, folderId, token))
                {
                    return await transaction.ExecuteAsync(
                        "UPDATE email_folder SET subscribed = @subscribed WHERE folder_id = @folderId", new { subscribed, folderId }, token);
                }

                await transaction.ExecuteAsync(
                    """
                    INSERT INTO email_change (account_id, kind, folder_id, created_at) VALUES (@accountId, @kind, @folderId, @now)
                    """,
                    new
                    {
                        accountId,
                        kind = (int)(subscribed ? ChangeKind.Subscribe : ChangeKind.Unsubscribe),
                        folderId,
                        now = time.GetUtcNow(),
                    },
                    token);
                await ChangeOverlay.RefreshFolderAsync(transaction, folderId, token);
                return await SyncQueue.RequestTurnsAsync(transaction, [accountId], time.GetUtcNow(), token);
            },
            cancellationToken);

    private Task RecordAsync(
        ChangeKind kind, EMailFlags flag, int? target, IReadOnlyCollection<int> itemIds, CancellationToken cancellationToken) =>
        itemIds.Count == 0 ? Task.CompletedTask : database.WriteAsync(
            (transaction, token) => RecordAsync(transaction, kind, flag, target, itemIds, token), cancellationToken);

    private async Task<int> RecordAsync(
        DbTransaction transaction, ChangeKind kind, EMailFlags flag, int? target, IReadOnlyCollection<int> itemIds, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var accountIds = new HashSet<int>();
        var onlyHere = await MessagesOnlyHere.FindAsync(transaction, itemIds, cancellationToken);
        accountIds.UnionWith(await MessagesOnlyHere.ChangeAsync(transaction, kind, flag, target, onlyHere, now, cancellationToken));
        var ids = itemIds.Except(onlyHere).ToArray();
        if (ids.Length > 0)
        {
            // By folder, so that consecutive changes fit into one command.
            accountIds.UnionWith(await transaction.QueryAsync<int>(
                """
                INSERT INTO email_change (account_id, kind, item_id, folder_id, uid_validity, uid, target_folder_id, flag, created_at)
                SELECT account_id, @kind, item_id, folder_id, uid_validity, uid, @target, @flag, @now FROM email_item
                WHERE item_id IN @ids AND pending_delete = FALSE ORDER BY account_id, folder_id, item_id
                RETURNING account_id
                """,
                new { kind = (int)kind, target, flag = (int)flag, now, ids }, cancellationToken));
            await ChangeOverlay.AddAsync(transaction, kind, flag, target, ids, cancellationToken);
        }

        return await SyncQueue.RequestTurnsAsync(transaction, accountIds, now, cancellationToken);
    }
}
