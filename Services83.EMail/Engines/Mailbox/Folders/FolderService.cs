using System.Text.Encodings.Web;
using System.Text.Json;
using Services83.EMail.Engines.Mailbox.Accounts;
using Services83.EMail.Identity;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Queue;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Engines.Mailbox.Folders;

/// <summary>Folders of the caller's own accounts, brought up to date from their server when that is asked for.</summary>
internal sealed class FolderService(
    CallContext call, AccountService accounts, FolderStore folders, MessageReader messages, FolderLister lister, SyncDispatcher dispatcher,
    NewMailService newMail, NewMailTurns turns)
{
    // The reply is a string within XML or JSON, so there is no need to escape what HTML would need.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Asks the server of the caller's current account for its folders and caches them.</summary>
    public async Task<EMailFolder[]> CacheListAsync()
    {
        var account = await accounts.RequireCurrentAsync();
        var listed = await lister.RefreshAsync(account, call.Aborted);
        return [.. listed.Select(Carrier)];
    }

    /// <summary>
    /// The messages of the folders that were not handed out by this operation before, newest first, as many as a reply holds. The accounts are
    /// synced first.
    /// </summary>
    public async Task<EMailEnvelope[]> TakeNewAsync(int[]? folderIds)
    {
        return await newMail.TakeAsync(folderIds is null or [] ? await SyncCurrentAsync() : await SyncAsync(folderIds));
    }

    public async Task<bool> HasNewerAsync(int itemId, int folderId)
    {
        var folder = await RequireAsync(folderId);
        return turns.IsUnfinished(folder.FolderId) || await messages.HasNewerAsync(folder.FolderId, itemId, call.Aborted);
    }

    /// <summary>Syncs the caller's current account and describes the named folders, or all subscribed ones, with their messages.</summary>
    /// <returns>JSON, described in <c>docs/operations.md</c>.</returns>
    public async Task<string> RefreshAsync(string[]? names)
    {
        var wanted = names is null or [] ? await SyncCurrentAsync() : await SyncAsync(names);
        var described = new List<object>();
        foreach (var folder in wanted)
        {
            described.Add(await DescribeAsync(folder));
        }

        return JsonSerializer.Serialize(described, Json);
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

    /// <summary>Brings the caller's current account up to date.</summary>
    /// <returns>Its folders that are subscribed to; the inbox always is, as users see it.</returns>
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
            wanted.Add(await RequireAsync(folderId));
        }

        await Task.WhenAll(wanted.Select(folder => folder.AccountId).Distinct().Select(SyncAsync));
        return wanted;
    }

    private async Task<IReadOnlyList<StoredFolder>> SyncCurrentAccountAsync()
    {
        var account = await accounts.RequireCurrentAsync();
        await SyncAsync(account.AccountId);
        return await folders.ListAsync(account.AccountId, call.Aborted);
    }

    private async Task SyncAsync(int accountId)
    {
        var outcome = await dispatcher.RunAsync(accountId, call.Aborted);
        outcome.ThrowIfFailed();
    }

    private async Task<StoredFolder> RequireAsync(int folderId)
    {
        var caller = call.RequireCaller();
        return await folders.FindAsync(folderId, caller.IsPrivileged ? null : caller.AssociateId, call.Aborted)
            ?? throw new EntityNotFoundException($"There is no folder with id {folderId}.", "FolderId", $"{folderId}");
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
