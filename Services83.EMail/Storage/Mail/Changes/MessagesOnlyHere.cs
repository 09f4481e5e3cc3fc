using System.Data.Common;
using Services83.EMail.Storage.Mail.Maildrops;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Storage.Mail.Changes;

/// <summary>
/// Messages that exist only here: the server has refused them finally, they were never sent to it, or they are in a folder that no server
/// has. Changes to them need no server, so they are made at once; only a move to a folder of a server makes a new attempt there, because
/// that folder may accept the message.
/// </summary>
internal static class MessagesOnlyHere
{
    /// <summary>Those of the messages that exist only here, in the order in which they are in their folders.</summary>
    public static Task<IReadOnlyList<int>> FindAsync(DbTransaction transaction, IReadOnlyCollection<int> ids, CancellationToken cancellationToken) =>
        transaction.QueryAsync<int>(
            $$"""
            SELECT item_id FROM email_item i WHERE item_id IN @ids AND only_here = TRUE
            AND NOT EXISTS (SELECT 1 FROM email_change c WHERE c.item_id = i.item_id AND kind = {{ChangeKind.Append:D}} AND rejected = FALSE)
            ORDER BY folder_id, uid, item_id
            """,
            new { ids }, cancellationToken);

    /// <returns>The accounts with something to send to their server.</returns>
    public static async Task<IReadOnlyList<int>> ChangeAsync(
        DbTransaction transaction, ChangeKind kind, EMailFlags flag, int? target, IReadOnlyList<int> ids, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await EventRecorder.RecordAsync(
            transaction, kind == ChangeKind.Delete ? WebhookEvents.MessageDeleted : WebhookEvents.MessageUpdated, ids, now, cancellationToken);
        switch (kind)
        {
            case ChangeKind.SetFlag:
                await transaction.ExecuteAsync(
                    "UPDATE email_item SET flags = flags | @flag WHERE item_id IN @ids", new { flag = (int)flag, ids }, cancellationToken);
                return [];
            case ChangeKind.ClearFlag:
                await transaction.ExecuteAsync(
                    "UPDATE email_item SET flags = flags & ~@flag WHERE item_id IN @ids", new { flag = (int)flag, ids }, cancellationToken);
                return [];
            case ChangeKind.Delete:
                await DeleteAsync(transaction, ids, cancellationToken);
                return [];
            case ChangeKind.Move when await LocalFolders.IsLocalAsync(transaction, target!.Value, cancellationToken):
                await LocalFolders.PlaceAsync(transaction, target.Value, ids, cancellationToken);
                return [];
            default:
                return await AppendAgainAsync(transaction, target!.Value, ids, now, cancellationToken);
        }
    }

    private static async Task DeleteAsync(DbTransaction transaction, IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync("DELETE FROM email_change WHERE item_id IN @ids", new { ids }, cancellationToken);
        await MaildropStore.SetDeletedAsync(transaction, ids, cancellationToken);
        var contents = await transaction.QueryAsync<int>(
            "DELETE FROM email_item WHERE item_id IN @ids RETURNING content_id", new { ids }, cancellationToken);
        await ContentWriter.DropUnusedAsync(transaction, contents, cancellationToken);
    }

    private static async Task<IReadOnlyList<int>> AppendAgainAsync(
        DbTransaction transaction, int target, IReadOnlyList<int> ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync("DELETE FROM email_change WHERE item_id IN @ids", new { ids }, cancellationToken);
        await transaction.ExecuteAsync("UPDATE email_item SET folder_id = @target WHERE item_id IN @ids", new { target, ids }, cancellationToken);
        return await transaction.QueryAsync<int>(
            $$"""
            INSERT INTO email_change (account_id, kind, item_id, folder_id, created_at)
            SELECT account_id, {{ChangeKind.Append:D}}, item_id, folder_id, @now FROM email_item WHERE item_id IN @ids RETURNING account_id
            """,
            new { now, ids }, cancellationToken);
    }
}
