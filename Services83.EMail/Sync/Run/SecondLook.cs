using System.Runtime.CompilerServices;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync.Run;

/// <summary>
/// Lists all folders once more. They are compared one after the other, so a message that is moved meanwhile may be seen twice, or not at
/// all; the numbers show which folders have lost or received messages since their comparison.
/// </summary>
internal sealed class SecondLook(FolderLister lister)
{
    /// <summary>
    /// The folders that may have lost a message since their comparison. The message may be among those that are about to be fetched from
    /// another folder, and would be stored as a second message as long as it is known in its old place.
    /// </summary>
    /// <param name="work">The folders that were compared; the others equal their checkpoints.</param>
    /// <exception cref="ImapException">The connection broke.</exception>
    public async Task<IReadOnlyList<StoredFolder>> LeftAsync(
        ImapClient client, MailAccount account, IEnumerable<FolderWork> work, CancellationToken cancellationToken)
    {
        var compared = work.ToDictionary(found => found.Folder.FolderId, found => found.Checkpoint);
        var left = new List<StoredFolder>();
        await foreach (var (folder, now) in LookAsync(client, account, cancellationToken))
        {
            // If there are only new messages, none can have disappeared.
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
    /// Whether a folder may have received a message since its comparison. It may be a message that was moved during the comparison and seen
    /// in no folder. The same is possible if the server first reported fewer messages than now. To be called when all checkpoints are
    /// stored.
    /// </summary>
    /// <param name="incomplete">The checkpoints that are not stored, by the id of the folder.</param>
    /// <exception cref="ImapException">The connection broke.</exception>
    public async Task<bool> HasComeAsync(
        ImapClient client, MailAccount account, IReadOnlyDictionary<int, FolderCheckpoint> incomplete, CancellationToken cancellationToken)
    {
        await foreach (var (folder, now) in LookAsync(client, account, cancellationToken))
        {
            // Without UIDNEXT this cannot be known.
            if ((incomplete.GetValueOrDefault(folder.FolderId) ?? folder.Checkpoint) is not { } before || now?.UidValidity != before.UidValidity
                || (before.UidNext > 0 && now.UidNext != before.UidNext) || now.MessageCount > before.MessageCount)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the folder still has its name.</summary>
    /// <exception cref="ImapException">The connection broke.</exception>
    public async Task<bool> IsListedAsync(ImapClient client, MailAccount account, StoredFolder folder, CancellationToken cancellationToken) =>
        (await lister.RefreshAsync(client, account, cancellationToken)).Any(now => now.Stored.FolderId == folder.FolderId && now.Stored.Selectable);

    /// <summary>The server's state of each folder that can hold messages; null when it refuses.</summary>
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

    /// <summary>By opening it, because servers without LIST-STATUS may refuse STATUS of the open folder.</summary>
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
