using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail.Changes;

namespace Services83.EMail.Sync.Pushes;

/// <summary>
/// Sends the changes made here to the server, in order, before a sync reads the changes made there. A change is complete when the server
/// has confirmed it; until then it may be sent again, so every step can be repeated safely. The rules are in <c>docs/pushes.md</c>.
/// </summary>
internal sealed partial class ChangePusher(
    ChangeStore store, PushGuard guard, FlagPush flags, MovePush moves, AppendPush appends, ILogger<ChangePusher> logger)
{
    private const int PageSize = 1000;

    /// <summary>If a server refuses without a reason, this many attempts are made.</summary>
    private const int MaxUnexplainedRefusals = 3;

    private const int MaxReasonLength = 500;

    /// <exception cref="ImapException">The connection broke. Confirmed changes are stored, the rest is still pending.</exception>
    public async Task<PushResult> PushAsync(ImapClient client, int accountId, CancellationToken cancellationToken)
    {
        var run = new PushRun();
        var after = 0;
        while (await guard.NextAsync(accountId, after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            var ready = await SortAsync(accountId, run, page.Where(change => !run.IsBlocked(change)), cancellationToken);
            foreach (var group in ChangeGroup.Cut(ready))
            {
                await guard.RunAsync(accountId, group.Ids, () => PushAsync(client, accountId, run, group, cancellationToken), cancellationToken);
            }

            after = page[^1].ChangeId;
        }

        return run.Result;
    }

    /// <summary>The changes that can be made now. Of the others, some have nothing left to do, and some wait for their message.</summary>
    private async Task<IReadOnlyList<PendingChange>> SortAsync(
        int accountId, PushRun run, IEnumerable<PendingChange> changes, CancellationToken cancellationToken)
    {
        var ready = new List<PendingChange>();
        var done = new List<PendingChange>();
        foreach (var change in changes)
        {
            switch (change)
            {
                case { ItemId: null } or { Kind: ChangeKind.Append, HasItem: true }:
                    ready.Add(change);
                    break;
                case { HasItem: false } or { Kind: ChangeKind.Delete, Placement: not null, IsElsewhere: true }:
                    LogPointless(accountId, change.Kind, change.ItemId.Value);
                    done.Add(change);
                    break;
                case { Placement: null } or { AwaitsAppend: true }:
                    run.Wait([change]);
                    break;
                case { Kind: ChangeKind.Move } when change.FolderId == change.TargetFolderId:
                    done.Add(change);
                    break;
                default:
                    ready.Add(change);
                    break;
            }
        }

        foreach (var group in ChangeGroup.Cut(done))
        {
            await guard.RunAsync(accountId, group.Ids, () => store.DropAsync(group.Changes, cancellationToken), cancellationToken);
        }

        run.Progress |= done.Count > 0;
        return ready;
    }

    private async Task PushAsync(ImapClient client, int accountId, PushRun run, ChangeGroup group, CancellationToken cancellationToken)
    {
        try
        {
            await store.RequireRunAsync(cancellationToken);
            if (group.First.ItemId is null)
            {
                await SubscribeAsync(client, group, cancellationToken);
                run.Progress = true;
            }
            else if (group.Kind == ChangeKind.Append)
            {
                await AppendAsync(client, accountId, group, cancellationToken);
                run.Progress = true;
            }
            else
            {
                await PushMessagesAsync(client, accountId, run, group, cancellationToken);
            }

            LogPushed(accountId, group.Kind, group.Changes.Count, group.Folder);
        }
        catch (ImapCommandException exception)
        {
            LogRefused(exception, accountId, group.Kind, group.Changes.Count, group.Folder);
            await RefuseAsync(run, group, exception, cancellationToken);
        }
    }

    private async Task PushMessagesAsync(ImapClient client, int accountId, PushRun run, ChangeGroup group, CancellationToken cancellationToken)
    {
        if (!await OpenFolder.SelectAsync(client, group.Folder, group.UidValidity, cancellationToken))
        {
            run.Wait(group.Changes);
            return;
        }

        var meant = await MeantMessages.RecogniseAsync(client, group.Changes, cancellationToken);
        await LoseAsync(run, group.Kind, meant.Absent, cancellationToken);
        await SpareAsync(run, accountId, group, meant.Mistaken, cancellationToken);
        if (meant.Present.Count == 0)
        {
            return;
        }

        await store.RequireRunAsync(cancellationToken);
        var left = await MakeAsync(client, new(meant.Present), meant.States, cancellationToken);
        run.Wait(left);
        run.Progress |= left.Count < meant.Present.Count;
    }

    /// <summary>
    /// The place holds a different message. That message is not changed, and the sync checks the whole folder. Other changes follow their
    /// message to where the sync finds it; a deletion does not, and the account reports that nothing was deleted.
    /// </summary>
    private async Task SpareAsync(
        PushRun run, int accountId, ChangeGroup group, IReadOnlyList<PendingChange> mistaken, CancellationToken cancellationToken)
    {
        if (mistaken.Count == 0)
        {
            return;
        }

        LogMistaken(accountId, group.Kind, mistaken.Count, group.Folder);
        await store.MistakeAsync(mistaken, cancellationToken);
        run.Progress = true;
        if (group.Kind == ChangeKind.Delete)
        {
            await store.RejectAsync(
                mistaken, "Another message now has this UID on the server. It was not changed, and nothing was deleted.", cancellationToken);
        }
        else
        {
            run.Wait(mistaken);
        }
    }

    /// <summary>The deletion of a message that no longer exists is done. Other changes follow their message if the sync finds it
    /// somewhere.</summary>
    private async Task LoseAsync(PushRun run, ChangeKind kind, IReadOnlyCollection<PendingChange> missing, CancellationToken cancellationToken)
    {
        if (missing.Count == 0)
        {
            return;
        }

        await store.DetachAsync(missing, cancellationToken);
        if (kind == ChangeKind.Delete)
        {
            await store.DropAsync(missing, cancellationToken);
            run.Progress = true;
        }
        else
        {
            run.Wait(missing);
        }
    }

    /// <returns>The changes that could not be made now.</returns>
    private async Task<IReadOnlyList<PendingChange>> MakeAsync(
        ImapClient client, ChangeGroup group, IReadOnlyDictionary<uint, MessageState> states, CancellationToken cancellationToken)
    {
        switch (group.Kind)
        {
            case ChangeKind.SetFlag or ChangeKind.ClearFlag:
                return await flags.PushAsync(client, group, states, cancellationToken);
            case ChangeKind.Move:
                return await moves.PushAsync(client, group, cancellationToken);
            case ChangeKind.Delete when await OpenFolder.RemoveAsync(client, group.Changes, cancellationToken):
                await store.ConfirmDeletedAsync(group.Changes, cancellationToken);
                return [];
            default:
                await store.ConfirmMarkedAsync(group.Changes, cancellationToken);
                return [];
        }
    }

    private async Task AppendAsync(ImapClient client, int accountId, ChangeGroup group, CancellationToken cancellationToken)
    {
        if (await appends.PushAsync(client, group.First, cancellationToken) is { } obstacle)
        {
            LogImpossible(accountId, group.Folder, obstacle);
            await store.RejectAsync(group.Changes, obstacle, cancellationToken);
        }
    }

    private async Task SubscribeAsync(ImapClient client, ChangeGroup group, CancellationToken cancellationToken)
    {
        await (group.Kind == ChangeKind.Subscribe
            ? client.SubscribeAsync(group.Folder, cancellationToken)
            : client.UnsubscribeAsync(group.Folder, cancellationToken));
        await store.ConfirmSubscribedAsync(group.First, cancellationToken);
    }

    /// <summary>
    /// A permanent refusal is final. If the server calls it temporary, the change waits. If the server gives no reason, the third refusal
    /// is final.
    /// </summary>
    private async Task RefuseAsync(PushRun run, ChangeGroup group, ImapCommandException refusal, CancellationToken cancellationToken)
    {
        var reason = refusal.Message.Length > MaxReasonLength ? refusal.Message[..MaxReasonLength] : refusal.Message;
        // Some of the changes may have been completed before the refusal; this does not affect them.
        var final = group.Changes.Where(change => !refusal.IsTransient
            || (refusal is { ResponseCode: null, RetryAfter: null } && change.Attempts + 1 >= MaxUnexplainedRefusals)).ToList();
        var later = group.Changes.Except(final).ToList();
        await store.RejectAsync(final, reason, cancellationToken);
        await store.PutOffAsync(later, reason, cancellationToken);
        run.Progress |= final.Count > 0;
        if (later.Count > 0)
        {
            run.Refuse(later, $"Folder '{group.Folder}': {reason}");
        }
    }

    [LoggerMessage(3401, LogLevel.Debug, "Account {AccountId}: {Kind} of {Count} in folder {Folder} sent")]
    private partial void LogPushed(int accountId, ChangeKind kind, int count, string folder);

    [LoggerMessage(3402, LogLevel.Warning, "Account {AccountId}: {Kind} of {Count} in folder {Folder} refused by the server")]
    private partial void LogRefused(Exception exception, int accountId, ChangeKind kind, int count, string folder);

    [LoggerMessage(
        3405, LogLevel.Warning,
        "Account {AccountId}: {Kind} of {Count} in folder {Folder} not sent: other messages have these UIDs; the folder was replaced or renamed")]
    private partial void LogMistaken(int accountId, ChangeKind kind, int count, string folder);

    [LoggerMessage(3404, LogLevel.Warning, "Account {AccountId}: append to folder {Folder} given up: {Reason}")]
    private partial void LogImpossible(int accountId, string folder, string reason);

    [LoggerMessage(3403, LogLevel.Information, "Account {AccountId}: {Kind} of message {ItemId} dropped; the message is no longer in its folder")]
    private partial void LogPointless(int accountId, ChangeKind kind, int itemId);
}
