using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync;

/// <summary>A message that the server has and we do not.</summary>
/// <param name="Size">RFC822.SIZE in octets; 0 when the server did not tell.</param>
internal readonly record struct MissingMessage(uint Uid, ulong Size);

/// <summary>What is left to be fetched of a folder, and the checkpoint that may be stored when that is done.</summary>
/// <param name="Missing">By descending UID: newest first.</param>
/// <param name="SteppedOver">UIDs that are not asked for now, because the server has not delivered them before.</param>
internal sealed record FolderWork(
    StoredFolder Folder, FolderCheckpoint Checkpoint, IReadOnlyList<MissingMessage> Missing, IReadOnlySet<uint> SteppedOver);

/// <summary>
/// Brings what is stored of a folder in step with the server, all but the new messages: flags, messages that went away, a changed
/// UIDVALIDITY. Done for every folder before any message is fetched, so that a moved message is known to have left its old folder
/// when it turns up in the new one.
/// </summary>
internal sealed partial class FolderReconciler(
    ItemStore items, UndeliveredStore undelivered, TimeProvider time, ILogger<FolderReconciler> logger)
{
    /// <returns>What is left to do; null when nothing changed since the last sync to the end.</returns>
    /// <exception cref="ImapException">The server refused, or the line broke. What was stored stays correct.</exception>
    /// <exception cref="MailServerException">The folder cannot be cached.</exception>
    public async Task<FolderWork?> ReconcileAsync(ImapClient client, MailAccount account, StoredFolder folder, CancellationToken cancellationToken)
    {
        var selected = await client.ExamineAsync(folder.Name, Resume(client, folder.Checkpoint), cancellationToken);
        var checkpoint = Checkpoint(account, selected);
        var tried = await undelivered.ListAsync(folder.FolderId, checkpoint.UidValidity, cancellationToken);
        var steppedOver = tried.Where(message => message.RetryAt > time.GetUtcNow()).Select(message => message.Uid).ToHashSet();
        var plan = steppedOver.Count < tried.Count
            ? new SyncPlan(SyncKind.Full, "messages that were not delivered are to be tried again")
            : SyncPlanner.Decide(folder.Checkpoint, checkpoint);
        LogPlan(folder.AccountId, folder.Name, plan.Kind, plan.Reason);
        if (plan.Kind == SyncKind.None)
        {
            return null;
        }

        var stale = await items.StaleAsync(folder.FolderId, checkpoint.UidValidity, cancellationToken);
        var known = await items.PlacementsAsync(folder.FolderId, checkpoint.UidValidity, cancellationToken);
        var changes = plan.Kind == SyncKind.Delta
            ? await DeltaAsync(client, selected, folder.Checkpoint!, known, steppedOver, cancellationToken)
            : null;
        changes ??= FolderChanges.FromAll(known, steppedOver, await ListAsync(client, selected, changedSince: null, cancellationToken));
        await items.ApplyAsync(changes.NewFlags, [.. stale, .. changes.Vanished], cancellationToken);
        return new(folder, checkpoint, await WithSizesAsync(client, changes.Missing, cancellationToken), changes.SteppedOver);
    }

    private static FolderCheckpoint Checkpoint(MailAccount account, SelectedMailbox selected) => selected.UidValidity > 0
        ? new(selected.UidValidity, selected.UidNext ?? 0, selected.HighestModSeq, (int)Math.Min(selected.Exists, int.MaxValue))
        : throw new MailServerException(
            account.Incoming.Server, $"Folder '{selected.Name}': the server gives no UIDVALIDITY, so its messages cannot be recognised again.", transient: false);

    private static QresyncParameters? Resume(ImapClient client, FolderCheckpoint? checkpoint) =>
        client.Capabilities.Qresync && checkpoint is { HighestModSeq: { } modSeq } ? new(checkpoint.UidValidity, modSeq) : null;

    /// <summary>Null when the changes that the server told do not add up to the number of messages it has.</summary>
    private static async Task<FolderChanges?> DeltaAsync(
        ImapClient client, SelectedMailbox selected, FolderCheckpoint stored, IReadOnlyList<StoredPlacement> known, HashSet<uint> steppedOver,
        CancellationToken cancellationToken)
    {
        var changed = client.Capabilities.Qresync
            ? Flags(selected.Changed)
            : await ListAsync(client, selected, stored.HighestModSeq, cancellationToken);
        var changes = FolderChanges.FromDelta(known, steppedOver, changed, selected.Vanished);
        return changes.Count == selected.Exists ? changes : null;
    }

    private static async Task<IReadOnlyDictionary<uint, ServerMessage>> ListAsync(
        ImapClient client, SelectedMailbox selected, ulong? changedSince, CancellationToken cancellationToken)
    {
        if (selected.Exists == 0)
        {
            return new Dictionary<uint, ServerMessage>();
        }

        var responses = client.UidFetchAsync(UidSet.All, FetchItems.Flags | FetchItems.Size, changedSince, cancellationToken);
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
        // A flag change made elsewhere may arrive in between, without a UID or a size.
        if (response is { Uid: > 0, Flags: { } flags })
        {
            var size = response.Size ?? messages.GetValueOrDefault(response.Uid).Size;
            messages[response.Uid] = new(MailFlags.FromImap(flags), size);
        }
    }

    private static async Task<IReadOnlyList<MissingMessage>> WithSizesAsync(
        ImapClient client, IReadOnlyList<MissingMessage> missing, CancellationToken cancellationToken)
    {
        var unknown = missing.Where(message => message.Size == 0).Select(message => message.Uid).ToList();
        if (unknown.Count == 0)
        {
            return missing;
        }

        var sizes = new Dictionary<uint, ulong>();
        await foreach (var response in client.UidFetchAsync(UidSet.Of(unknown), FetchItems.Size, null, cancellationToken))
        {
            using (response)
            {
                sizes[response.Uid] = response.Size ?? 0;
            }
        }

        return [.. missing.Select(message => message.Size > 0 ? message : message with { Size = sizes.GetValueOrDefault(message.Uid) })];
    }

    [LoggerMessage(3101, LogLevel.Debug, "Account {AccountId}, folder {Folder}: {Kind}, {Reason}")]
    private partial void LogPlan(int accountId, string folder, SyncKind kind, string reason);
}
