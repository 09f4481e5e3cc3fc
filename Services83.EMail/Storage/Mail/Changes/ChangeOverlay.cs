using System.Data.Common;

namespace Services83.EMail.Storage.Mail.Changes;

/// <summary>
/// The visible state of messages and folders: the server's state with the pending changes applied. It is stored in the <c>pending_</c>
/// columns, so that reading needs no computation.
/// </summary>
internal static class ChangeOverlay
{
    /// <summary>Applies one more change to messages.</summary>
    public static Task AddAsync(
        DbTransaction transaction, ChangeKind kind, EMailFlags flag, int? target, IReadOnlyCollection<int> itemIds, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            $"UPDATE email_item SET {Assignment(kind)} WHERE item_id IN @itemIds",
            new { flag = (int)flag, target, itemIds }, cancellationToken);

    /// <summary>Computes the columns of messages again from the changes that are still pending.</summary>
    public static async Task RefreshItemsAsync(DbTransaction transaction, IEnumerable<int> itemIds, CancellationToken cancellationToken)
    {
        var ids = itemIds.Distinct().ToArray();
        await transaction.ExecuteAsync(
            "UPDATE email_item SET pending_set = 0, pending_clear = 0, pending_folder = NULL, pending_delete = FALSE WHERE item_id IN @ids",
            new { ids }, cancellationToken);
        var left = await transaction.QueryAsync<PendingRow>(
            $"""
            SELECT kind, item_id, flag, target_folder_id FROM email_change
            WHERE item_id IN @ids AND kind <> {ChangeKind.Append:D} AND rejected = FALSE ORDER BY change_id
            """,
            new { ids }, cancellationToken);
        foreach (var change in left)
        {
            await AddAsync(transaction, change.Kind, change.Flag, change.TargetFolderId, [change.ItemId], cancellationToken);
        }
    }

    /// <summary>The latest pending subscription of a folder is used.</summary>
    public static Task RefreshFolderAsync(DbTransaction transaction, int folderId, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            $"""
            UPDATE email_folder SET pending_subscribed = (
                SELECT kind = {ChangeKind.Subscribe:D} FROM email_change
                WHERE email_change.folder_id = email_folder.folder_id
                    AND kind IN ({ChangeKind.Subscribe:D}, {ChangeKind.Unsubscribe:D}) AND rejected = FALSE
                ORDER BY change_id DESC LIMIT 1)
            WHERE folder_id = @folderId
            """,
            new { folderId }, cancellationToken);

    private static string Assignment(ChangeKind kind) => kind switch
    {
        ChangeKind.SetFlag => "pending_set = pending_set | @flag, pending_clear = pending_clear & ~@flag",
        ChangeKind.ClearFlag => "pending_clear = pending_clear | @flag, pending_set = pending_set & ~@flag",
        ChangeKind.Move => "pending_folder = @target",
        ChangeKind.Delete => "pending_delete = TRUE",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a change of a message."),
    };

    private sealed class PendingRow
    {
        public ChangeKind Kind { get; init; }

        public int ItemId { get; init; }

        public EMailFlags Flag { get; init; }

        public int? TargetFolderId { get; init; }
    }
}
