using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync;

/// <summary>
/// Fetches the messages that are missing, newest first, and stores each batch durably before the one after next is asked for.
/// When everything is stored the checkpoint is; a cut at any point costs no more than fetching two batches again.
/// </summary>
internal sealed partial class FolderFetcher(
    ItemStore items, FolderStore folders, IOptions<SyncOptions> options, TimeProvider time, ILogger<FolderFetcher> logger)
{
    /// <param name="stored">Called with the number of messages of each batch that is stored.</param>
    /// <returns>The number of messages stored.</returns>
    /// <exception cref="ImapException">The server refused, or the line broke. What is stored stays.</exception>
    public async Task<int> FetchAsync(ImapClient client, FolderWork work, Func<int, Task> stored, CancellationToken cancellationToken)
    {
        if (work.Missing.Count == 0)
        {
            await folders.SaveCheckpointAsync(work.Folder.FolderId, work.Checkpoint, cancellationToken);
            return 0;
        }

        var selected = await client.ExamineAsync(work.Folder.Name, null, cancellationToken);
        if (selected.UidValidity != work.Checkpoint.UidValidity)
        {
            LogReplaced(work.Folder.AccountId, work.Folder.Name);
            return 0;
        }

        var count = await StoreAllAsync(client, work, stored, cancellationToken);
        if (count < work.Missing.Count)
        {
            // Expunged since they were listed, or the server cannot deliver them. They must not stop the rest.
            LogStepped(work.Folder.AccountId, work.Folder.Name, work.Missing.Count - count);
        }

        await folders.SaveCheckpointAsync(work.Folder.FolderId, work.Checkpoint, cancellationToken);
        return count;
    }

    /// <summary>While one batch is written the next is on its way.</summary>
    private async Task<int> StoreAllAsync(ImapClient client, FolderWork work, Func<int, Task> stored, CancellationToken cancellationToken)
    {
        var count = 0;
        var writing = Task.CompletedTask;
        try
        {
            foreach (var batch in FetchBatch.Cut(work.Missing, options.Value))
            {
                var messages = await FetchBatchAsync(client, batch, cancellationToken);
                await writing;
                writing = Task.Run(() => StoreAsync(work, messages, stored, cancellationToken), cancellationToken);
                count += messages.Count;
            }
        }
        finally
        {
            await writing;
        }

        return count;
    }

    private async Task StoreAsync(FolderWork work, IReadOnlyCollection<NewMessage> messages, Func<int, Task> stored, CancellationToken cancellationToken)
    {
        await items.AddAsync(work.Folder.AccountId, work.Folder.FolderId, work.Checkpoint.UidValidity, messages, cancellationToken);
        await stored(messages.Count);
    }

    private async Task<IReadOnlyCollection<NewMessage>> FetchBatchAsync(ImapClient client, FetchBatch batch, CancellationToken cancellationToken)
    {
        var what = FetchItems.Flags | FetchItems.InternalDate | FetchItems.Size | (batch.HeadersOnly ? FetchItems.Header : FetchItems.Body);
        var messages = new Dictionary<uint, NewMessage>();
        await foreach (var response in client.UidFetchAsync(UidSet.Of(batch.Uids), what, null, cancellationToken))
        {
            using (response)
            {
                if ((response.Body ?? response.Header) is { } literal)
                {
                    messages[response.Uid] = await ReadAsync(response, literal, complete: !batch.HeadersOnly, cancellationToken);
                }
            }
        }

        return messages.Values;
    }

    private async Task<NewMessage> ReadAsync(FetchResponse response, ImapLiteral literal, bool complete, CancellationToken cancellationToken)
    {
        var raw = await literal.ToArrayAsync(cancellationToken);
        var message = MimeReader.Read(raw);
        return new(
            response.Uid,
            MailFlags.FromImap(response.Flags ?? []),
            response.InternalDate ?? message.Date ?? time.GetUtcNow(),
            raw,
            (long)(response.Size ?? (ulong)raw.Length),
            complete,
            message);
    }

    [LoggerMessage(3111, LogLevel.Information, "Account {AccountId}, folder {Folder}: replaced by another one during the sync, left for the next")]
    private partial void LogReplaced(int accountId, string folder);

    [LoggerMessage(3112, LogLevel.Warning, "Account {AccountId}, folder {Folder}: the server did not deliver {Count} messages that it listed")]
    private partial void LogStepped(int accountId, string folder, int count);
}
