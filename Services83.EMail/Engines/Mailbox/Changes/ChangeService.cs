using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Engines.Mailbox.Changes;

/// <summary>
/// Changes messages for the caller. When the reply is sent, the cache shows the change and it is stored; it is sent to the server right
/// afterwards, or when the server can be reached again. For the caller, other people's messages do not exist.
/// </summary>
internal sealed class ChangeService(
    CallContext call, ChangeRecorder recorder, FolderStore folders, Places places, ReplyRecorder replies, SyncDispatcher dispatcher) : IChangeOperations
{
    public async Task MarkEmailsAsReadAsync(int[]? ids, bool read)
    {
        var items = await FindAsync(ids);
        await recorder.SetFlagAsync(Ids(items), EMailFlags.Seen, read, call.Aborted);
        await StartAsync(items);
    }

    /// <exception cref="EntityNotFoundException">There is no such folder that the caller may see.</exception>
    /// <exception cref="InvalidArgumentException">A message belongs to another account, or the folder cannot hold messages. Nothing was
    /// done.</exception>
    public async Task MoveEmailsToFolderAsync(int folderId, int[]? emailItemIds)
    {
        var folder = await places.FolderAsync(folderId, "folderId");
        var items = await FindAsync(emailItemIds);
        if (items.FirstOrDefault(item => item.AccountId != folder.AccountId) is { ItemId: > 0 } foreign)
        {
            throw new InvalidArgumentException(
                "folderId", $"E-mail {foreign.ItemId} belongs to another account than folder {folderId}. Nothing was moved.");
        }

        await MoveAsync(items, _ => folder);
    }

    /// <exception cref="EntityNotFoundException">An account has no folder for deleted mail. Nothing was done.</exception>
    public async Task MoveEmailsToTrashAsync(int[]? ids)
    {
        var items = await FindAsync(ids);
        var trash = await TargetsAsync(
            items,
            all => SpecialFolders.Find(all, SpecialUse.Trash),
            accountId => $"Account {accountId} has no folder for deleted mail. Nothing was moved.",
            "trash");
        await MoveAsync(items, accountId => trash[accountId]);
    }

    /// <param name="moveToFolder">Name of a folder of the messages' account; null or empty to delete permanently.</param>
    /// <exception cref="EntityNotFoundException">An account has no such folder. Nothing was done.</exception>
    public async Task DeleteEmailsAsync(int[]? ids, string? moveToFolder)
    {
        var items = await FindAsync(ids);
        if (string.IsNullOrEmpty(moveToFolder))
        {
            await recorder.DeleteAsync(Ids(items), call.Aborted);
            await StartAsync(items);
            return;
        }

        var targets = await TargetsAsync(
            items,
            all => all.FirstOrDefault(folder => folder.IsNamed(moveToFolder)),
            accountId => $"Account {accountId} has no folder '{moveToFolder}'. Nothing was deleted.",
            moveToFolder);
        await MoveAsync(items, accountId => targets[accountId]);
    }

    /// <exception cref="InvalidArgumentException">The Message-ID is missing.</exception>
    /// <exception cref="EntityNotFoundException">None of the caller's messages has it.</exception>
    public async Task SetRepliedAtAsync(string? messageId)
    {
        if (!await replies.RecordAsync(messageId))
        {
            throw new EntityNotFoundException($"You have no e-mail with the Message-ID {messageId}.", "MessageId", messageId ?? "");
        }
    }

    private async Task MoveAsync(IReadOnlyList<ChangeableItem> items, Func<int, StoredFolder> targetOf)
    {
        var moves = items.Where(item => item.FolderId != targetOf(item.AccountId).FolderId).ToList();
        foreach (var target in moves.Select(item => targetOf(item.AccountId)).Where(target => !target.Selectable))
        {
            throw new InvalidArgumentException("folder", $"Folder '{target.Name}' cannot hold messages. Nothing was moved.");
        }

        foreach (var account in moves.GroupBy(item => item.AccountId))
        {
            await recorder.MoveAsync(Ids(account), targetOf(account.Key).FolderId, call.Aborted);
        }

        await StartAsync(moves);
    }

    /// <summary>The changes are stored already; this starts the push at once instead of at the next check of the queue.</summary>
    private Task StartAsync(IReadOnlyList<ChangeableItem> items) => items.Count == 0 ? Task.CompletedTask : dispatcher.SweepAsync(call.Aborted);

    /// <summary>The messages that the caller may change. The others are listed in <c>ExtraInfo</c>.</summary>
    private async Task<IReadOnlyList<ChangeableItem>> FindAsync(int[]? itemIds)
    {
        if (itemIds is null or [])
        {
            return [];
        }

        var items = await recorder.FindAsync(itemIds, call.RequireCaller().Scope, call.Aborted);
        UnknownIds.Report(call, itemIds.Except(items.Select(item => item.ItemId)));
        return items;
    }

    private async Task<Dictionary<int, StoredFolder>> TargetsAsync(
        IEnumerable<ChangeableItem> items, Func<IReadOnlyList<StoredFolder>, StoredFolder?> choose, Func<int, string> missing, string name)
    {
        var targets = new Dictionary<int, StoredFolder>();
        foreach (var accountId in items.Select(item => item.AccountId).Distinct())
        {
            targets[accountId] = choose(await folders.ListAsync(accountId, call.Aborted))
                ?? throw new EntityNotFoundException(missing(accountId), "folder", name);
        }

        return targets;
    }

    private static int[] Ids(IEnumerable<ChangeableItem> items) => [.. items.Select(item => item.ItemId)];
}
