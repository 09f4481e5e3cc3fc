using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Run;

/// <summary>
/// Fetches the missing messages, newest first, and stores each batch before the batch after the next one is requested. When everything is
/// stored, the checkpoint is stored; after an interruption at any point at most one batch is fetched again.
/// </summary>
internal sealed partial class FolderFetcher(
    MessageFetcher fetcher,
    FamiliarMessages familiar,
    ItemStore items,
    FolderStore folders,
    UndeliveredStore undelivered,
    IOptions<SyncOptions> options,
    IOptions<MailOptions> mail,
    ILogger<FolderFetcher> logger)
{
    /// <param name="room">The room for the messages. If not all fit, the checkpoint stays as it was, so that the next run finds the others missing.</param>
    /// <param name="stored">Called with the number of messages of each batch that is stored.</param>
    /// <returns>False when the folder has been replaced by another one since it was compared. Nothing was stored then.</returns>
    /// <exception cref="ImapException">The server refused, or the connection broke. Stored messages stay.</exception>
    /// <exception cref="ThrottledException">The server sends more than it told, and there is no room for it. Stored messages stay.</exception>
    public async Task<bool> FetchAsync(ImapClient client, FolderWork work, CacheRoom room, Func<int, Task> stored, CancellationToken cancellationToken)
    {
        var undeliverable = work.SteppedOver.ToHashSet();
        if (work.Missing.Count > 0)
        {
            var selected = await client.ExamineAsync(work.Folder.Name, null, cancellationToken);
            if (selected.UidValidity != work.Checkpoint.UidValidity || selected.MailboxId != work.MailboxId)
            {
                LogReplaced(work.Folder.AccountId, work.Folder.Name);
                return false;
            }

            var rest = await PlaceFamiliarAsync(client, work, stored, cancellationToken);
            var fitting = rest.Where(message => room.TryTake(message.Size)).ToList();
            undeliverable.UnionWith(await StoreAllAsync(client, work with { Missing = fitting }, room, stored, cancellationToken));
            if (fitting.Count < rest.Count)
            {
                return true;
            }
        }

        await folders.SaveCheckpointAsync(
            work.Folder.FolderId, work.Checkpoint, undeliverable, work.LeftOut.ToString(), work.HistoryFrom, cancellationToken);
        return true;
    }

    /// <summary>Stores where the messages are whose content is stored already, with one command for each batch of them. Returns the messages
    /// that must be fetched.</summary>
    private async Task<IReadOnlyList<MissingMessage>> PlaceFamiliarAsync(
        ImapClient client, FolderWork work, Func<int, Task> stored, CancellationToken cancellationToken)
    {
        var accountId = work.Folder.AccountId;
        var placed = new HashSet<uint>();
        foreach (var uids in (await familiar.FindAsync(accountId, work.Missing, cancellationToken)).Chunk(options.Value.BatchMessages))
        {
            var described = await FamiliarMessages.DescribeAsync(client, uids, cancellationToken);
            var now = await items.PlaceFamiliarAsync(
                accountId, work.Folder.FolderId, work.Checkpoint.UidValidity, described.Messages, cancellationToken);
            placed.UnionWith(now);
            await stored(now.Count);
            if (described.Answers.Error is not null)
            {
                await GiveUpAsync(work, new(uids, HeadersOnly: true), described.Answers, place: 0, cancellationToken);
            }
        }

        return placed.Count == 0 ? work.Missing : [.. work.Missing.Where(message => !placed.Contains(message.Uid))];
    }

    /// <summary>While one batch (or the part of it that fits in memory) is written, the next one is being received. Returns the messages
    /// that the server lists but does not deliver.</summary>
    private async Task<IReadOnlyCollection<uint>> StoreAllAsync(
        ImapClient client, FolderWork work, CacheRoom room, Func<int, Task> stored, CancellationToken cancellationToken)
    {
        var refused = new List<(uint Uid, string Reason)>();
        var leftOut = new List<uint>();
        var writing = Task.CompletedTask;
        try
        {
            foreach (var batch in FetchBatch.Cut(work.Missing, options.Value, mail.Value.MaxMessageBytes))
            {
                var fetched = await fetcher.FetchAsync(client, batch, HandOverAsync, cancellationToken);
                await HandOverAsync(fetched.Take());
                if (fetched.Error is not null)
                {
                    await writing;
                    await GiveUpAsync(work, batch, fetched, client.OctetsUnderWay, cancellationToken);
                }

                refused.AddRange(fetched.Refused);
                leftOut.AddRange(fetched.LeftOut);
            }
        }
        finally
        {
            // The write is always awaited: otherwise its failure would not be seen, and its transaction would outlive the run.
            await writing;
        }

        refused.AddRange((await StillListedAsync(client, leftOut, cancellationToken)).Select(uid => (uid, "the server sends nothing for it")));
        await NoteAsync(work, refused, cancellationToken);
        return [.. refused.Select(message => message.Uid)];

        async Task HandOverAsync(IReadOnlyList<NewMessage> messages)
        {
            await writing;
            if (messages.Count > 0 && room.IsExceeded)
            {
                throw room.Error();
            }

            room.Add(messages.Sum(message => (long)message.Content.Raw.Length));
            writing = Task.Run(() => StoreAsync(work, messages, stored, cancellationToken), cancellationToken);
        }
    }

    private async Task StoreAsync(FolderWork work, IReadOnlyCollection<NewMessage> messages, Func<int, Task> stored, CancellationToken cancellationToken)
    {
        if (messages.Count > 0)
        {
            await items.AddAsync(work.Folder.AccountId, work.Folder.FolderId, work.Checkpoint.UidValidity, messages, cancellationToken);
            await stored(messages.Count);
        }
    }

    /// <summary>
    /// Ends the folder's fetch. If a server drops the connection at a certain message, it does so again. Servers send by ascending UID, so
    /// the first missing one is suspected. From now on it is fetched separately (<see cref="SuspectFetcher"/>), so that it does not delay
    /// other messages, and the program can find out whether the message or the connection was the reason.
    /// </summary>
    private async Task GiveUpAsync(FolderWork work, FetchBatch batch, FetchedBatch fetched, long place, CancellationToken cancellationToken)
    {
        var error = fetched.Error!;
        if (!error.ConnectionUsable)
        {
            var done = fetched.Delivered.Concat(fetched.LeftOut).ToHashSet();
            done.UnionWith(fetched.Refused.Select(message => message.Uid));
            foreach (var uid in batch.Uids.Where(uid => !done.Contains(uid)).Order().Take(1))
            {
                LogUndelivered(work.Folder.AccountId, work.Folder.Name, uid, error.Message);
                await undelivered.NoteAsync(
                    work.Folder.FolderId, work.Checkpoint.UidValidity, uid, error.Message, place, counts: false, cancellationToken);
            }
        }

        if (!error.ConnectionUsable || fetched.Delivered.Count > 0)
        {
            // If a server delivers nothing at all, the reason is not these messages.
            await NoteAsync(work, fetched.Refused, cancellationToken);
        }

        ExceptionDispatchInfo.Throw(error);
    }

    private async Task NoteAsync(FolderWork work, IEnumerable<(uint Uid, string Reason)> messages, CancellationToken cancellationToken)
    {
        foreach (var (uid, reason) in messages)
        {
            LogUndelivered(work.Folder.AccountId, work.Folder.Name, uid, reason);
            await undelivered.NoteAsync(work.Folder.FolderId, work.Checkpoint.UidValidity, uid, reason, place: null, counts: true, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<uint>> StillListedAsync(ImapClient client, IReadOnlyList<uint> uids, CancellationToken cancellationToken)
    {
        var listed = new List<uint>();
        await foreach (var response in client.UidFetchAsync(UidSet.Of(uids), FetchItems.Flags, null, cancellationToken))
        {
            using (response)
            {
                listed.Add(response.Uid);
            }
        }

        return listed;
    }

    [LoggerMessage(3111, LogLevel.Information, "Account {AccountId}, folder {Folder}: another folder replaced it during the sync")]
    private partial void LogReplaced(int accountId, string folder);

    [LoggerMessage(3112, LogLevel.Warning, "Account {AccountId}, folder {Folder}: UID {Uid} is listed but not delivered: {Reason}")]
    private partial void LogUndelivered(int accountId, string folder, uint uid, string reason);
}
