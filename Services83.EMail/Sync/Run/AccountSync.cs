using Services83.EMail.Connections;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Maildrops;
using Services83.EMail.Sync.Pushes;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Run;

/// <summary>
/// Syncs one account: first the changes that were made here, then the folder list, then every folder's flags and vanished messages, then
/// the new messages, inbox first and folders that show messages of others last. Every failure, even an unexpected one, is returned in the outcome;
/// stored data is not undone.
/// </summary>
internal sealed partial class AccountSync(
    AccountStore accounts,
    RunConnections connections,
    MaildropSync maildrops,
    FolderLister lister,
    FolderStore folders,
    FolderReconciler reconciler,
    SecondLook secondLook,
    FolderHistory history,
    CacheLimit limit,
    FolderFetcher fetcher,
    SuspectFetcher suspects,
    ItemStore items,
    UndeliveredStore undelivered,
    ChangePusher pusher,
    ChangeReports changes,
    SyncQueue queue,
    TimeProvider time,
    ILogger<AccountSync> logger)
{
    public async Task<SyncOutcome> RunAsync(int accountId, SyncDepth depth, CancellationToken cancellationToken)
    {
        Run? run = null;
        SyncOutcome outcome;
        try
        {
            if (await accounts.FindForSyncAsync(accountId, cancellationToken) is not { } account)
            {
                return new(accountId, 0, new EntityNotFoundException($"There is no account {accountId} to sync.", "accountId", $"{accountId}"));
            }

            run = new Run(account, depth, time.GetUtcNow());
            await ConnectAndSyncAsync(run, cancellationToken);
            outcome = new(accountId, run.Stored, run.Error ?? (run.Room.Refused > 0 ? run.Room.Error() : null));
        }
        catch (Exception exception) when (exception is not RunReplacedException && !cancellationToken.IsCancellationRequested)
        {
            LogBroken(exception, accountId);
            outcome = new(accountId, run?.Stored ?? 0, exception);
        }

        return await DescribeAsync(outcome, run?.Note ?? "", cancellationToken);
    }

    private async Task ConnectAndSyncAsync(Run run, CancellationToken cancellationToken)
    {
        try
        {
            await (run.Account.Protocol == MailProtocol.Pop3 ? SyncMaildropAsync(run, cancellationToken) : SyncFoldersAsync(run, cancellationToken));
        }
        catch (ImapException exception)
        {
            run.Error = MailServerErrors.From(run.Account.Incoming.Server, exception);
        }
        catch (Pop3Exception exception)
        {
            run.Error = MailServerErrors.From(run.Account.Incoming.Server, exception);
        }
        catch (AgentException exception)
        {
            run.Error = exception;
        }
    }

    private async Task SyncFoldersAsync(Run run, CancellationToken cancellationToken)
    {
        await connections.UseAsync(
            run.Account,
            async client =>
            {
                await SyncAsync(client, run, cancellationToken);
                return run.Error is null;
            },
            cancellationToken);
        if (run.Room.Refused == 0)
        {
            await suspects.FetchAsync(run.Account, run.Depth, folder => ReportAsync(run, folder, 1, cancellationToken), cancellationToken);
        }
    }

    private async Task SyncAsync(ImapClient client, Run run, CancellationToken cancellationToken)
    {
        var pushed = await PushAsync(client, run, cancellationToken);
        var work = new List<FolderWork>();
        var retry = await undelivered.FoldersToRetryAsync(run.Account.AccountId, cancellationToken);
        var listed = await lister.RefreshAsync(client, run.Account, cancellationToken);
        var gone = await folders.ListGoneAsync(run.Account.AccountId, cancellationToken);
        run.Suspects = FolderTwins.Find(listed, gone);
        foreach (var (folder, status) in listed)
        {
            if (folder.Selectable && (retry.Contains(folder.FolderId) || !IsUnchanged(client, run, folder, status)))
            {
                await TryAsync(client, run, folder, async () =>
                {
                    if (await reconciler.ReconcileAsync(client, run.Account, folder, run.Comparison, cancellationToken) is { } found)
                    {
                        work.Add(found);
                    }
                }, cancellationToken);
            }
        }

        run.Total = work.Sum(folder => folder.Missing.Count);
        if (run.Total > 0)
        {
            await CompareAgainAsync(client, run, work, cancellationToken);
            run.Room = await limit.RoomOfAsync(run.Account, cancellationToken);
        }

        foreach (var folder in work.OrderBy(found => found.Folder.ShowsOtherFolders))
        {
            await TryAsync(client, run, folder.Folder, () => FetchAsync(client, run, folder, cancellationToken), cancellationToken);
        }

        if (run.Error is null)
        {
            if (!run.FolderLost)
            {
                await DropDetachedAsync(client, run, cancellationToken);
                await folders.ForgetAsync(gone, cancellationToken);
            }

            if (pushed.AskAgain || run.FolderLost)
            {
                await queue.RequestTurnAsync(run.Account.AccountId, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Finds messages that left a folder after it was compared, before a folder that was compared later is fetched. The work list does not
    /// change: other changes are found by the next sync, from the checkpoints of the first comparison.
    /// </summary>
    private async Task CompareAgainAsync(ImapClient client, Run run, IReadOnlyList<FolderWork> work, CancellationToken cancellationToken)
    {
        foreach (var folder in await secondLook.LeftAsync(client, run.Account, work, cancellationToken))
        {
            await TryAsync(
                client, run, folder, () => reconciler.ReconcileAsync(client, run.Account, folder, run.Comparison, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Before anything is read, so that the changes made here are not overwritten by the server's old state.</summary>
    private async Task<PushResult> PushAsync(ImapClient client, Run run, CancellationToken cancellationToken)
    {
        var pushed = await pusher.PushAsync(client, run.Account.AccountId, cancellationToken);
        if (pushed.Refusal is not null)
        {
            run.Error = new MailServerException(run.Account.Incoming.Server, pushed.Refusal, transient: true);
        }

        return pushed;
    }

    /// <summary>Whether LIST's own STATUS proves that the folder need not be opened.</summary>
    private bool IsUnchanged(ImapClient client, Run run, StoredFolder folder, ImapStatus? status) =>
        status is { UidValidity: { } validity, UidNext: { } next, Messages: { } count }
        && !history.IsLengthened(folder)
        && !folder.Doubted && !run.Suspects.Contains(folder.FolderId)
        && SyncPlanner.Decide(folder.Checkpoint, new(validity, next, status.HighestModSeq, (int)count), client.Capabilities.Condstore, run.Depth).Kind
            == SyncKind.None;

    /// <summary>
    /// A folder that the server refuses must not prevent the sync of the others. If it was deleted or renamed since it was listed, this is
    /// not an error; the next sync finds it under its new name. A server that limits what a client may do is asked nothing more.
    /// </summary>
    private async Task TryAsync(ImapClient client, Run run, StoredFolder folder, Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step();
        }
        catch (ImapCommandException exception) when (exception.RetryAfter is null)
        {
            if (!await secondLook.IsListedAsync(client, run.Account, folder, cancellationToken))
            {
                LogLost(folder.AccountId, folder.Name);
                run.FolderLost = true;
                return;
            }

            LogFolder(exception, folder.AccountId, folder.Name);
            run.Error ??= new MailServerException(
                run.Account.Incoming.Server, $"Folder '{folder.Name}': {exception.Message}", exception.IsTransient, exception);
        }
        catch (MailServerException exception)
        {
            LogFolder(exception, folder.AccountId, folder.Name);
            run.Error ??= exception;
        }
    }
}
