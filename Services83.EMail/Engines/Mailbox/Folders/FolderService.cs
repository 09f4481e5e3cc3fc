using System.Text.Encodings.Web;
using System.Text.Json;
using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Identity;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Queue;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Engines.Mailbox.Folders;

/// <summary>Folders of the caller's own accounts; some operations sync the account first.</summary>
internal sealed class FolderService(
    CallContext call, Places places, FolderStore store, MessageReader messages, FolderLister lister, SyncDispatcher dispatcher,
    ChangeRecorder recorder, NewMailHandout newMail, NewMailTurns turns) : IFolderOperations
{
    // The reply is a string within XML or JSON, so it needs no escapes for HTML.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Fetches the folder list from the server of the caller's current account and caches it.</summary>
    public async Task<EMailFolder[]> CacheFolderListAsync()
    {
        var account = await places.CurrentAccountAsync();
        var listed = await lister.RefreshAsync(account, call.Aborted);
        return [.. listed.Select(Carrier)];
    }

    /// <summary>
    /// The messages of the folders that this operation has not returned before, newest first, as many as a reply holds. The accounts are
    /// synced first.
    /// </summary>
    public async Task<EMailEnvelope[]> GetNewMailAsync(int[]? folders) =>
        await newMail.TakeAsync(folders is null or [] ? await SyncCurrentAsync() : await SyncAsync(folders));

    public async Task<bool> HasNewMailAsync(int mailItemId, int folderId)
    {
        var folder = await places.FolderAsync(folderId, "FolderId");
        return turns.IsUnfinished(folder.FolderId) || await messages.HasNewerAsync(folder.FolderId, mailItemId, call.Aborted);
    }

    /// <summary>Syncs the caller's current account and describes the named folders, or all subscribed ones, with their messages.</summary>
    /// <returns>JSON, described in <c>docs/operations.md</c>.</returns>
    public async Task<string> RefreshFolderForAssociateAsync(string[]? folders)
    {
        var wanted = folders is null or [] ? await SyncCurrentAsync() : await SyncAsync(folders);
        var described = new List<object>();
        foreach (var folder in wanted)
        {
            described.Add(await DescribeAsync(folder));
        }

        return JsonSerializer.Serialize(described, Json);
    }

    /// <exception cref="EntityNotFoundException">There is no such folder that the caller may see.</exception>
    public async Task ToggleSubscriptionAsync(int folderId, bool subscriptionStatus)
    {
        var folder = await places.FolderAsync(folderId, "folderId");
        await recorder.SetSubscribedAsync(folder.AccountId, folderId, subscriptionStatus, call.Aborted);
        await dispatcher.SweepAsync(call.Aborted);
    }

    private async Task<object> DescribeAsync(StoredFolder folder)
    {
        var items = await messages.ListFolderAsync(folder.FolderId, call.Aborted);
        return new
        {
            EmailFolderId = folder.FolderId,
            folder.Name,
            TotalItems = items.Count,
            UnreadItems = items.Count(item => !item.Flags.HasFlag(EMailFlags.Seen)),
            Emails = items.Select(item => new
            {
                EmailItemId = item.ItemId,
                ServerId = item.Uid,
                MessageID = item.MessageId,
                item.Subject,
                From = new { Name = item.FromName, Address = item.FromAddress },
                Sent = (item.SentAt ?? item.ReceivedAt).UtcDateTime,
                ReceivedAt = item.ReceivedAt.UtcDateTime,
                Flags = item.Flags == default ? "" : item.Flags.ToString(),
                item.Size,
            }),
        };
    }

    /// <summary>Syncs the caller's current account.</summary>
    /// <returns>Its subscribed folders; the inbox always counts as subscribed.</returns>
    private async Task<IReadOnlyList<StoredFolder>> SyncCurrentAsync() =>
        [.. (await SyncCurrentAccountAsync()).Where(folder => folder.Selectable && (folder.Subscribed || folder.IsNamed("INBOX")))];

    private async Task<IReadOnlyList<StoredFolder>> SyncAsync(string[] names)
    {
        var known = await SyncCurrentAccountAsync();
        return [.. names.Select(name => known.FirstOrDefault(folder => folder.IsNamed(name ?? ""))
            ?? throw new EntityNotFoundException($"The account has no folder '{name}'.", "Folders", name ?? "")).DistinctBy(folder => folder.FolderId)];
    }

    private async Task<IReadOnlyList<StoredFolder>> SyncAsync(int[] folderIds)
    {
        var wanted = new List<StoredFolder>();
        foreach (var folderId in folderIds.Distinct())
        {
            wanted.Add(await places.FolderAsync(folderId, "FolderId"));
        }

        await Task.WhenAll(wanted.Select(folder => folder.AccountId).Distinct().Select(SyncAsync));
        return wanted;
    }

    private async Task<IReadOnlyList<StoredFolder>> SyncCurrentAccountAsync()
    {
        var account = await places.CurrentAccountAsync();
        await SyncAsync(account.AccountId);
        return await store.ListAsync(account.AccountId, call.Aborted);
    }

    private async Task SyncAsync(int accountId)
    {
        var outcome = await dispatcher.RunAsync(accountId, call.Aborted);
        outcome.ThrowIfFailed();
    }

    private static EMailFolder Carrier(StoredFolder folder) => new()
    {
        EmailFolderId = folder.FolderId,
        Name = folder.Name,
        Delimiter = folder.Delimiter,
        Flags = folder.Attributes,
        TotalItems = folder.Total,
        UnreadItems = folder.Unread,
        Subscribed = folder.Subscribed,
    };
}
