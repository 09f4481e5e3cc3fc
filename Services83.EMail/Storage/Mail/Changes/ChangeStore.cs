using System.Data.Common;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Storage.Mail.Changes;

/// <summary>
/// The server's half of a change: one transaction writes a confirmed change into the cache and deletes it from the list.
/// </summary>
public sealed partial class ChangeStore(IDatabase database, TimeProvider time)
{
    private const string Joined =
        """
        email_change c
        LEFT JOIN email_item i ON i.item_id = c.item_id
        LEFT JOIN content o ON o.content_id = i.content_id
        JOIN email_folder f ON f.folder_id = COALESCE(i.folder_id, c.folder_id)
        LEFT JOIN email_folder t ON t.folder_id = c.target_folder_id
        """;

    /// <summary>For the last moment before a command that changes a mailbox; see <see cref="RunFence"/>.</summary>
    /// <exception cref="RunReplacedException">A later run of the account has begun.</exception>
    public Task RequireRunAsync(CancellationToken cancellationToken) => RunFence.RequireAsync(database, time, cancellationToken);

    /// <summary>
    /// The pending changes of an account, in order, after the given one. A message or folder occurs at most once: the effect of a later
    /// change is unknown before the first one is made. The list also never contains both an append and a change that depends on it. Changes
    /// that are put aside are skipped, and so are later changes of the same message or folder.
    /// </summary>
    public async Task<IReadOnlyList<PendingChange>> NextAsync(int accountId, int after, int limit, CancellationToken cancellationToken)
    {
        var changes = await database.QueryAsync<PendingChange>(
            $"""
            SELECT c.change_id, c.kind, c.item_id, c.flag, c.target_folder_id, t.name AS target_name, c.attempts, c.faults,
                   i.item_id IS NOT NULL AS has_item, f.folder_id, f.name AS folder_name, i.uid_validity, i.uid,
                   i.email_id, i.server_size, i.internal_date,
                   o.hash, o.size, o.complete, o.message_id, i.pending_delete AS is_unwanted, c.search_first, c.unanswered, c.after_item_id,
                   EXISTS (SELECT 1 FROM email_change a
                           WHERE a.item_id = c.after_item_id AND a.kind = {ChangeKind.Append:D} AND a.rejected = FALSE) AS awaits_append,
                   c.folder_id AS recorded_folder_id, c.uid_validity AS recorded_uid_validity,
                   c.uid AS recorded_uid, c.copy_uid_validity, c.copy_uid_next
            FROM {Joined}
            WHERE c.account_id = @accountId AND c.rejected = FALSE AND c.change_id > @after AND {NotHeld} ORDER BY c.change_id LIMIT @limit
            """,
            new { accountId, after, limit, now = time.GetUtcNow(), latest = time.GetUtcNow() + LongestHold }, cancellationToken);
        var seen = new HashSet<(int?, int)>();
        return [.. changes.TakeWhile(change => !(change.After is { } first && seen.Contains(first)) && seen.Add(change.Subject))];
    }

    /// <summary>The server has set or cleared the flag, or it was so already.</summary>
    public Task ConfirmFlagsAsync(IReadOnlyCollection<PendingChange> changes, CancellationToken cancellationToken) =>
        SettleAsync(
            changes,
            async (transaction, token) =>
            {
                foreach (var change in changes)
                {
                    await transaction.ExecuteAsync(
                        change.Kind == ChangeKind.SetFlag
                            ? "UPDATE email_item SET flags = flags | @flag WHERE item_id = @ItemId"
                            : "UPDATE email_item SET flags = flags & ~@flag WHERE item_id = @ItemId",
                        new { flag = (int)change.Flag, change.ItemId }, token);
                }

                await TellAsync(transaction, WebhookEvents.MessageUpdated, changes, token);
            },
            cancellationToken);

    /// <summary>The server has deleted the messages.</summary>
    public Task ConfirmDeletedAsync(IReadOnlyCollection<PendingChange> changes, CancellationToken cancellationToken) =>
        SettleAsync(
            changes,
            async (transaction, token) =>
            {
                await TellAsync(transaction, WebhookEvents.MessageDeleted, changes, token);
                foreach (var change in changes)
                {
                    var contents = await transaction.QueryAsync<int>(
                        "DELETE FROM email_item WHERE item_id = @ItemId RETURNING content_id", new { change.ItemId }, token);
                    await ContentWriter.DropUnusedAsync(transaction, contents, token);
                }
            },
            cancellationToken);

    /// <summary>The server has marked the messages to be removed by the next expunge, and cannot remove them: they are no longer
    /// visible.</summary>
    public Task ConfirmMarkedAsync(IReadOnlyCollection<PendingChange> changes, CancellationToken cancellationToken) =>
        SettleAsync(
            changes,
            async (transaction, token) =>
            {
                await TellAsync(transaction, WebhookEvents.MessageDeleted, changes, token);
                foreach (var change in changes)
                {
                    await transaction.ExecuteAsync(
                        "UPDATE email_item SET flags = flags | @deleted, dismissed = TRUE WHERE item_id = @ItemId",
                        new { deleted = (int)EMailFlags.Deleted, change.ItemId }, token);
                }
            },
            cancellationToken);

    /// <summary>The server has subscribed to the folders, or unsubscribed.</summary>
    public Task ConfirmSubscribedAsync(PendingChange change, CancellationToken cancellationToken) =>
        SettleAsync(
            [change],
            (transaction, token) => transaction.ExecuteAsync(
                "UPDATE email_folder SET subscribed = @subscribed WHERE folder_id = @FolderId",
                new { subscribed = change.Kind == ChangeKind.Subscribe, change.FolderId }, token),
            cancellationToken);

    /// <summary>Nothing remains to be done for the changes: they are done, or their message does not exist.</summary>
    public Task DropAsync(IReadOnlyCollection<PendingChange> changes, CancellationToken cancellationToken) =>
        SettleAsync(changes, (_, _) => Task.CompletedTask, cancellationToken);

    /// <summary>The messages are no longer in their place. They wait until they are found again, and so do their changes.</summary>
    public Task DetachAsync(IReadOnlyCollection<PendingChange> changes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                foreach (var change in changes)
                {
                    await DetachAsync(transaction, change, change.FolderId, token);
                }

                return true;
            },
            cancellationToken);

    /// <summary>
    /// Other messages have the UIDs of these. These wait until they are found again, and the next sync checks their folders completely.
    /// </summary>
    public Task MistakeAsync(IReadOnlyCollection<PendingChange> changes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                foreach (var change in changes)
                {
                    await DetachAsync(transaction, change, change.FolderId, token);
                    await transaction.ExecuteAsync(
                        "UPDATE email_folder SET doubted = TRUE WHERE folder_id = @FolderId", new { change.FolderId }, token);
                }

                return true;
            },
            cancellationToken);

    /// <summary>The server has refused the changes finally: the cache shows the server's state, and the refusal is kept for
    /// reports.</summary>
    public async Task RejectAsync(IReadOnlyCollection<PendingChange> changes, string reason, CancellationToken cancellationToken)
    {
        if (changes.Count > 0)
        {
            await RefuseAsync(changes, reason, rejected: true, cancellationToken);
            await database.ExecuteAsync("DELETE FROM email_change WHERE rejected = TRUE AND created_at < @since", new { since = ChangeReports.Since(time) }, cancellationToken);
        }
    }

    /// <summary>The server has refused the changes temporarily.</summary>
    public Task PutOffAsync(IReadOnlyCollection<PendingChange> changes, string reason, CancellationToken cancellationToken) =>
        RefuseAsync(changes, reason, rejected: false, cancellationToken);

    private Task RefuseAsync(IReadOnlyCollection<PendingChange> changes, string reason, bool rejected, CancellationToken cancellationToken) =>
        changes.Count == 0 ? Task.CompletedTask : database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync(
                    """
                    UPDATE email_change
                    SET attempts = attempts + 1, unanswered = 0, faults = 0, held_until = NULL, last_error = @reason, rejected = @rejected
                    WHERE change_id IN @ids
                    """,
                    new { reason, rejected, ids = IdsOf(changes) }, token);

                foreach (var append in changes.Where(change => rejected && change.Kind == ChangeKind.Append))
                {
                    await KeepHereAsync(transaction, append, token);
                }

                return await RefreshAsync(transaction, changes, token);
            },
            cancellationToken);

    /// <summary>Removes the changes from the list and stores their results.</summary>
    private Task SettleAsync(
        IReadOnlyCollection<PendingChange> changes, Func<DbTransaction, CancellationToken, Task> outcome, CancellationToken cancellationToken) =>
        changes.Count == 0 ? Task.CompletedTask : database.WriteAsync(
            async (transaction, token) =>
            {
                await outcome(transaction, token);
                await transaction.ExecuteAsync("DELETE FROM email_change WHERE change_id IN @ids", new { ids = IdsOf(changes) }, token);
                return await RefreshAsync(transaction, changes, token);
            },
            cancellationToken);

    /// <summary>Nobody knows a message that only waits until a newer version of it is on the server.</summary>
    private Task TellAsync(DbTransaction transaction, WebhookEvents kind, IEnumerable<PendingChange> changes, CancellationToken cancellationToken) =>
        EventRecorder.RecordAsync(
            transaction, kind, [.. changes.Where(change => change.After is null).Select(change => change.ItemId).OfType<int>()], time.GetUtcNow(), cancellationToken);

    private static int[] IdsOf(IEnumerable<PendingChange> changes) => [.. changes.Select(change => change.ChangeId)];

    private static async Task<bool> RefreshAsync(
        DbTransaction transaction, IReadOnlyCollection<PendingChange> changes, CancellationToken cancellationToken)
    {
        await ChangeOverlay.RefreshItemsAsync(transaction, changes.Select(change => change.ItemId).OfType<int>(), cancellationToken);
        foreach (var change in changes.Where(change => change.ItemId is null))
        {
            await ChangeOverlay.RefreshFolderAsync(transaction, change.FolderId, cancellationToken);
        }

        return true;
    }
}
