using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Sync.Run;

// Fetching what is missing, and giving up what is nowhere any more.
internal sealed partial class AccountSync
{
    /// <summary>How often a folder that is replaced while it is fetched is compared again, before it is left for the next sync.</summary>
    private const int MaxComparisons = 3;

    private async Task FetchAsync(ImapClient client, Run run, FolderWork work, CancellationToken cancellationToken)
    {
        var folder = work.Folder;
        for (var comparison = 1; comparison <= MaxComparisons; comparison++)
        {
            var refused = run.Room.Refused;
            if (await fetcher.FetchAsync(client, work, run.Room, count => ReportAsync(run, folder.Name, count, cancellationToken), cancellationToken))
            {
                if (run.Room.Refused > refused)
                {
                    run.Incomplete[folder.FolderId] = work.Checkpoint;
                }

                return;
            }

            // Courier returns a different invented UIDVALIDITY at each EXAMINE of a folder that no client has ever selected.
            await client.SelectAsync(folder.Name, known: null, cancellationToken);
            if (await reconciler.ReconcileAsync(client, run.Account, folder, run.Comparison, cancellationToken) is not { } replacement)
            {
                return;
            }

            run.Total += replacement.Missing.Count;
            work = replacement;
        }

        throw new MailServerException(
            run.Account.Incoming.Server, $"Folder '{folder.Name}': its UIDVALIDITY keeps changing.", transient: true);
    }

    /// <summary>
    /// Only if no folder has received a message since its comparison, it is certain that a message which has left its folder by now, also
    /// during this run, is in no other folder. Also, it must not be an undelivered message that is still retried,
    /// or one that was left on the server because the cache is full.
    /// </summary>
    private async Task DropDetachedAsync(ImapClient client, Run run, CancellationToken cancellationToken)
    {
        var accountId = run.Account.AccountId;
        var now = time.GetUtcNow();
        if (!run.Room.HasRefusedKnown && await items.HasDetachedAsync(accountId, now, cancellationToken)
            && !await undelivered.IsAnyTriedAsync(accountId, cancellationToken)
            && !await secondLook.HasComeAsync(client, run.Account, run.Incomplete, cancellationToken))
        {
            await items.DropDetachedAsync(accountId, now, cancellationToken);
        }
    }
}
