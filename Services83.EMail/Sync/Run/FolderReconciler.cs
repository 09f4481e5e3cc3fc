using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Run;

/// <summary>A message that the server has and the cache does not.</summary>
/// <param name="Size">RFC822.SIZE in bytes; 0 when the server did not send it.</param>
/// <param name="EmailId">The server's id of the content; null when it did not send it.</param>
internal readonly record struct MissingMessage(uint Uid, ulong Size, string? EmailId = null);

/// <summary>The messages of a folder that remain to be fetched, and the checkpoint that may be stored after that.</summary>
/// <param name="MailboxId">The server's id of the folder when it was compared; null when it sent none.</param>
/// <param name="Missing">By descending UID: newest first.</param>
/// <param name="SteppedOver">UIDs that are not requested now, because the server has not delivered them before.</param>
/// <param name="LeftOut">UIDs that are older than the configured history, which begins at <paramref name="HistoryFrom"/>.</param>
internal sealed record FolderWork(
    StoredFolder Folder, string? MailboxId, FolderCheckpoint Checkpoint, IReadOnlyList<MissingMessage> Missing, IReadOnlySet<uint> SteppedOver,
    UidSet LeftOut, DateTimeOffset? HistoryFrom);

/// <summary>How the folders of one run are compared.</summary>
/// <param name="Depth">The extent of the requested sync.</param>
/// <param name="StartedAt">When the run began: messages that leave a folder during it count as having left then.</param>
/// <param name="Suspects">Ids of folders that may be different ones with the same name.</param>
internal sealed record Comparison(SyncDepth Depth, DateTimeOffset StartedAt, IReadOnlySet<int> Suspects);

/// <summary>
/// Updates the stored state of a folder from the server, except for new messages: flags, vanished messages, a changed UIDVALIDITY. This is
/// done for every folder before any message is fetched, so that a moved message is known to have left its old folder when it is found in
/// the new one.
/// </summary>
internal sealed partial class FolderReconciler(
    ItemStore items, FolderIdentity identity, UndeliveredStore undelivered, FolderHistory history, TimeProvider time, ILogger<FolderReconciler> logger)
{
    /// <returns>The remaining work; null when nothing has changed since the last complete sync.</returns>
    /// <exception cref="ImapException">The server refused, or the connection broke. The stored data is still correct.</exception>
    /// <exception cref="MailServerException">The folder cannot be cached.</exception>
    public async Task<FolderWork?> ReconcileAsync(
        ImapClient client, MailAccount account, StoredFolder folder, Comparison comparison, CancellationToken cancellationToken)
    {
        var selected = await OpenAsync(client, folder, cancellationToken);
        var checkpoint = Checkpoint(account, selected);
        var doubtful = await identity.WasDoubtfulAsync(client, folder, selected, comparison, cancellationToken);
        var tried = await undelivered.ListAsync(folder.FolderId, checkpoint.UidValidity, cancellationToken);
        var waiting = tried.Where(message => message.IsSuspect || (!doubtful && message.RetryAt > time.GetUtcNow()))
            .Select(message => message.Uid).ToHashSet();
        var plan = doubtful
            ? new(SyncKind.Full, "the server may have other messages than the stored ones")
            : Plan(client, folder, checkpoint, comparison.Depth, retries: waiting.Count < tried.Count);
        LogPlan(folder.AccountId, folder.Name, plan.Kind, plan.Reason);
        if (plan.Kind == SyncKind.None)
        {
            return null;
        }

        // The notes about these UIDs may belong to other messages.
        var leftOut = doubtful ? UidSet.Empty : history.LeftOut(folder, checkpoint.UidValidity);
        var again = tried.Select(message => message.Uid).Where(uid => !waiting.Contains(uid)).ToList();
        var notAsked = waiting.Concat(leftOut).ToHashSet();
        var stale = await items.StaleAsync(folder.FolderId, checkpoint.UidValidity, cancellationToken);
        var known = await items.PlacementsAsync(folder.FolderId, checkpoint.UidValidity, cancellationToken);
        var changes = await PartAsync(client, selected, plan.Kind, folder.Checkpoint, known, notAsked, again, cancellationToken)
            ?? FolderChanges.FromAll(known, notAsked, await ListAsync(client, selected, UidSet.All, changedSince: null, withIds: known.Count == 0, cancellationToken));
        await items.ApplyAsync(changes.NewFlags, [.. stale, .. changes.Vanished], comparison.StartedAt, cancellationToken);
        var tooOld = await history.TooOldAsync(client, folder.AccountId, changes.Missing, cancellationToken);
        var missing = await DescribedAsync(client, [.. changes.Missing.Where(message => !tooOld.Contains(message.Uid))], cancellationToken);
        leftOut = UidSet.Of(changes.SteppedOver.Where(leftOut.Contains).Concat(tooOld));
        return new(
            folder, selected.MailboxId, checkpoint, missing, changes.SteppedOver.Where(waiting.Contains).ToHashSet(), leftOut, leftOut.IsEmpty ? null : history.From);
    }

    /// <summary>
    /// Opens the folder without changing it. It is selected only if its UIDVALIDITY differs from the stored one, because Courier derives
    /// the number from the clock until a client selects the folder, and everything would be fetched again at each sync.
    /// </summary>
    private static async Task<SelectedMailbox> OpenAsync(ImapClient client, StoredFolder folder, CancellationToken cancellationToken)
    {
        var examined = await client.ExamineAsync(folder.Name, Resume(client, folder.Checkpoint), cancellationToken);
        return folder.Checkpoint is { } before && before.UidValidity != examined.UidValidity
            ? await client.SelectAsync(folder.Name, known: null, cancellationToken)
            : examined;
    }

    private SyncPlan Plan(ImapClient client, StoredFolder folder, FolderCheckpoint checkpoint, SyncDepth depth, bool retries)
    {
        if (history.IsLengthened(folder))
        {
            return new(SyncKind.Full, "Sync:HistoryDays was raised");
        }

        var plan = SyncPlanner.Decide(folder.Checkpoint, checkpoint, client.Capabilities.Condstore, depth);
        return retries && plan.Kind == SyncKind.None
            ? new(checkpoint.HighestModSeq is null ? SyncKind.Full : SyncKind.Delta, "undelivered messages are retried")
            : plan;
    }

    private static FolderCheckpoint Checkpoint(MailAccount account, SelectedMailbox selected) => selected.UidValidity > 0
        ? new(selected.UidValidity, selected.UidNext ?? 0, selected.HighestModSeq, (int)Math.Min(selected.Exists, int.MaxValue))
        : throw new MailServerException(
            account.Incoming.Server, $"Folder '{selected.Name}': the server sends no UIDVALIDITY, so its messages cannot be recognised again.", transient: false);

    private static QresyncParameters? Resume(ImapClient client, FolderCheckpoint? checkpoint) =>
        client.Enabled.Contains("QRESYNC") && checkpoint is { HighestModSeq: { } modSeq } ? new(checkpoint.UidValidity, modSeq) : null;

    /// <summary>Null when everything must be compared; also when the server's changes do not add up to its number of messages.</summary>
    /// <param name="again">UIDs that are requested again, whether they have changed or not.</param>
    private static async Task<FolderChanges?> PartAsync(
        ImapClient client, SelectedMailbox selected, SyncKind kind, FolderCheckpoint? stored, IReadOnlyList<StoredPlacement> known,
        HashSet<uint> notAsked, IReadOnlyList<uint> again, CancellationToken cancellationToken)
    {
        if (kind is not (SyncKind.Delta or SyncKind.NewOnly) || stored is null)
        {
            return null;
        }

        var changed = (kind, client.Enabled.Contains("QRESYNC")) switch
        {
            (SyncKind.NewOnly, _) => await ListAsync(client, selected, UidSet.From(stored.UidNext), changedSince: null, withIds: true, cancellationToken),
            (_, true) => Flags(selected.Changed),
            _ => await ListAsync(client, selected, UidSet.All, stored.HighestModSeq, withIds: true, cancellationToken),
        };
        if (again.Count > 0)
        {
            foreach (var (uid, message) in await ListAsync(client, selected, UidSet.Of(again), changedSince: null, withIds: true, cancellationToken))
            {
                changed[uid] = message;
            }
        }

        var changes = FolderChanges.FromDelta(known, notAsked, changed, selected.Vanished);
        return changes.Count == selected.Exists ? changes : null;
    }

    /// <param name="withIds">Whether to fetch the ids of the contents too: if most of the messages may be missing ones.</param>
    private static async Task<Dictionary<uint, ServerMessage>> ListAsync(
        ImapClient client, SelectedMailbox selected, UidSet uids, ulong? changedSince, bool withIds, CancellationToken cancellationToken)
    {
        if (selected.Exists == 0)
        {
            return [];
        }

        var responses = client.UidFetchAsync(
            uids, FetchItems.Flags | FetchItems.Size | (withIds ? Ids(client) : FetchItems.None), changedSince, cancellationToken);
        var messages = new Dictionary<uint, ServerMessage>();
        await foreach (var response in responses)
        {
            using (response)
            {
                Collect(messages, response);
            }
        }

        return messages;
    }

    private static Dictionary<uint, ServerMessage> Flags(IEnumerable<FetchResponse> responses)
    {
        var messages = new Dictionary<uint, ServerMessage>();
        foreach (var response in responses)
        {
            Collect(messages, response);
        }

        return messages;
    }

    private static void Collect(Dictionary<uint, ServerMessage> messages, FetchResponse response)
    {
        // A flag change by another client may arrive in between, without a UID or a size.
        if (response is { Uid: > 0, Flags: { } flags })
        {
            var before = messages.GetValueOrDefault(response.Uid);
            messages[response.Uid] = new(MailFlags.FromImap(flags), response.Size ?? before.Size, response.EmailId ?? before.EmailId);
        }
    }

    /// <summary>Adds the sizes, and the ids of the contents where the server has them, unless they are known.</summary>
    private static async Task<IReadOnlyList<MissingMessage>> DescribedAsync(
        ImapClient client, IReadOnlyList<MissingMessage> missing, CancellationToken cancellationToken)
    {
        var unknown = missing.Where(message => message.Size == 0 || (message.EmailId is null && client.Capabilities.EmailId))
            .Select(message => message.Uid).ToList();
        var found = new Dictionary<uint, MissingMessage>();
        await foreach (var response in client.UidFetchAsync(UidSet.Of(unknown), FetchItems.Size | Ids(client), null, cancellationToken))
        {
            using (response)
            {
                found[response.Uid] = new(response.Uid, response.Size ?? 0, response.EmailId);
            }
        }

        return unknown.Count == 0 ? missing : [.. missing.Select(message => found.GetValueOrDefault(message.Uid, message))];
    }

    private static FetchItems Ids(ImapClient client) => client.Capabilities.EmailId ? FetchItems.EmailId : FetchItems.None;

    [LoggerMessage(3101, LogLevel.Debug, "Account {AccountId}, folder {Folder}: {Kind}, {Reason}")]
    private partial void LogPlan(int accountId, string folder, SyncKind kind, string reason);
}
