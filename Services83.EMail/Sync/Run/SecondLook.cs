using System.Runtime.CompilerServices;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync.Run;

/// <summary>
/// Looks at all folders once more. They are compared one after the other, so a message that is moved meanwhile may be seen twice, or not
/// at all; what has left or come to a folder since it was compared tells.
/// </summary>
internal sealed class SecondLook(FolderLister lister)
{
    /// <summary>
    /// The folders that a message may have left since they were compared. It may be among what is about to be fetched from another folder,
    /// and would be taken for a second message as long as it is known in its old place.
    /// </summary>
    /// <param name="work">The folders that were compared; the others are as their checkpoints say.</param>
    /// <exception cref="ImapException">The line broke.</exception>
    public async Task<IReadOnlyList<StoredFolder>> LeftAsync(
        ImapClient client, MailAccount account, IEnumerable<FolderWork> work, CancellationToken cancellationToken)
    {
        var compared = work.ToDictionary(found => found.Folder.FolderId, found => found.Checkpoint);
        var left = new List<StoredFolder>();
        await foreach (var (folder, now) in LookAsync(client, account, cancellationToken))
        {
            // With none but new messages nothing else can have gone.
            var before = compared.GetValueOrDefault(folder.FolderId) ?? folder.Checkpoint;
            if (now is null
                || SyncPlanner.Decide(before, now, canAskForChanges: false, SyncDepth.NewMail).Kind is not (SyncKind.None or SyncKind.NewOnly))
            {
                left.Add(folder);
            }
        }

        return left;
    }

    /// <summary>
    /// Whether a message may have come to a folder since that was compared. It may be one that was on its way then, and was seen nowhere.
    /// So may one that was there all the time, when the server told of fewer than it tells of now. To be called when all checkpoints are stored.
    /// </summary>
    /// <exception cref="ImapException">The line broke.</exception>
    public async Task<bool> HasComeAsync(ImapClient client, MailAccount account, CancellationToken cancellationToken)
    {
        await foreach (var (folder, now) in LookAsync(client, account, cancellationToken))
        {
            // A server that does not tell UIDNEXT cannot be asked.
            if (folder.Checkpoint is not { } before || now?.UidValidity != before.UidValidity
                || (before.UidNext > 0 && now.UidNext != before.UidNext) || now.MessageCount > before.MessageCount)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the folder still is where it was.</summary>
    /// <exception cref="ImapException">The line broke.</exception>
    public async Task<bool> IsListedAsync(ImapClient client, MailAccount account, StoredFolder folder, CancellationToken cancellationToken) =>
        (await lister.RefreshAsync(client, account, cancellationToken)).Any(now => now.Stored.FolderId == folder.FolderId && now.Stored.Selectable);

    /// <summary>What the server says of each folder that can hold messages; null when it refuses to.</summary>
    private async IAsyncEnumerable<(StoredFolder Folder, FolderCheckpoint? Now)> LookAsync(
        ImapClient client, MailAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (folder, status) in await lister.RefreshAsync(client, account, cancellationToken))
        {
            if (folder.Selectable)
            {
                yield return (folder, status is { UidValidity: { } validity, UidNext: { } next, Messages: { } count }
                    ? new(validity, next, null, (int)Math.Min(count, int.MaxValue))
                    : await OpenAsync(client, folder.Name, cancellationToken));
            }
        }
    }

    /// <summary>By opening it, as servers without LIST-STATUS may refuse STATUS of the folder that is open.</summary>
    private static async Task<FolderCheckpoint?> OpenAsync(ImapClient client, string folder, CancellationToken cancellationToken)
    {
        try
        {
            var selected = await client.ExamineAsync(folder, null, cancellationToken);
            return new(selected.UidValidity, selected.UidNext ?? 0, null, (int)Math.Min(selected.Exists, int.MaxValue));
        }
        catch (ImapCommandException)
        {
            return null;
        }
    }
}
