using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Services83.EMail.Background;
using Services83.EMail.Connections;
using Services83.EMail.Connections.Pools;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Filing;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>
/// Files copies of messages that were accepted, or may have been accepted when the program ended. Each message gets exactly one copy, even
/// after several attempts, because the folder is searched for the Message-ID first. That also finds copies which servers file by
/// themselves.
/// </summary>
internal sealed partial class CopyFiler(
    OutboxStore outbox, SentCopyStore store, ImapPool pool, FolderStore folders, SyncDispatcher dispatcher, ServerBackOff retry,
    IOptions<SendingOptions> options, TimeProvider time, ILogger<CopyFiler> logger)
{
    private const int SoonAttempts = 10;

    /// <summary>After this many unexpected failures a copy is left to the operator.</summary>
    private const int MaxUnforeseen = 10;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<int, bool> _busy = [];
    private readonly Setbacks _setbacks = new(time);

    /// <summary>Files the copies that are due. A copy that cannot be filed does not prevent the others.</summary>
    public async Task FileDueAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await store.DueAsync(cancellationToken))
        {
            if (!_setbacks.Waits(id))
            {
                await FileGuardedAsync(id, cancellationToken);
            }
        }
    }

    private async Task FileGuardedAsync(int outgoingId, CancellationToken cancellationToken)
    {
        try
        {
            await FileAsync(outgoingId, cancellationToken);
            _setbacks.Forget(outgoingId);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Its row cannot be read, or the result cannot be stored.
            var wait = _setbacks.Add(outgoingId, failures => retry.Wait(failures, transient: true));
            LogUnnoted(exception, outgoingId, wait);
        }
    }

    /// <summary>Files one copy, unless another call is filing it.</summary>
    /// <returns>Why it must be retried later; empty when nothing remains to do.</returns>
    public async Task<string> FileAsync(int outgoingId, CancellationToken cancellationToken)
    {
        if (!_busy.TryAdd(outgoingId, true))
        {
            return "";
        }

        try
        {
            return await outbox.FindAsync(outgoingId, cancellationToken) is { RetryAt: not null } message
                ? await TryAsync(message, cancellationToken)
                : "";
        }
        finally
        {
            _busy.TryRemove(outgoingId, out _);
        }
    }

    private async Task<string> TryAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await (message.AccountId is { } accountId ? FileAtAccountAsync(message, accountId, cancellationToken) : FileAtServerAsync(message, cancellationToken));
            return "";
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception, message.OutgoingId);
            await PutOffAsync(message, exception, cancellationToken);
            return $"The copy of {message.MessageId} is not filed yet: {Reasons.Of(exception)}";
        }
    }

    private async Task PutOffAsync(OutgoingMessage message, Exception exception, CancellationToken cancellationToken)
    {
        if (IsUnforeseen(exception) && message.Attempts + 1 >= MaxUnforeseen)
        {
            await store.ParkAsync(message.OutgoingId, $"Parked after {message.Attempts + 1} attempts: {Reasons.Of(exception)}", cancellationToken);
            return;
        }

        if (exception is ImapException or AgentException && time.GetUtcNow() - message.CreatedAt > TimeSpan.FromHours(options.Value.CopyHours))
        {
            var reason = $"The copy was given up after {options.Value.CopyHours} hours: {exception.Message}";
            await store.SetUnfiledAsync(message.OutgoingId, reason, cancellationToken);
            return;
        }

        // The account's first sync, which reads its folder list, is running or has not begun. Asking costs one query.
        var wait = message.AccountId is null || exception is not EntityNotFoundException ? retry.Wait(message.Attempts + 1, IsTransient(exception))
            : message.Attempts < SoonAttempts ? Soon : Later;
        await store.PutOffAsync(message.OutgoingId, Reasons.Of(exception), time.GetUtcNow() + wait, cancellationToken);
    }

    private static bool IsTransient(Exception exception) => exception is
        ImapException { IsTransient: true } or MailServerException { IsTransient: true } or EntityNotFoundException or ThrottledException
        or not (ImapException or AgentException);

    /// <summary>Failures other than those that a mail server, or another writer of the database, may cause at any time.</summary>
    private static bool IsUnforeseen(Exception exception) => exception is not (ImapException or AgentException or StorageException { IsTransient: true });

    private async Task FileAtAccountAsync(OutgoingMessage message, int accountId, CancellationToken cancellationToken)
    {
        var folder = SpecialFolders.Find(await folders.ListAsync(accountId, cancellationToken), SpecialUse.Sent)
            ?? throw new EntityNotFoundException($"Account {accountId} has no folder for sent mail.", "AccountId", $"{accountId}");
        var copy = await store.OctetsAsync(message.OutgoingId, cancellationToken) is { } octets
            ? new CopyToFile(folder.FolderId, ContentReader.Whole(octets))
            : null;
        await store.AcceptAsync(message.OutgoingId, copy, CancellationToken.None);
        await dispatcher.SweepAsync(cancellationToken);
    }

    private async Task FileAtServerAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (store.TargetOf(message) is not { } text || await store.OctetsAsync(message.OutgoingId, cancellationToken) is not { } copy)
        {
            await store.SetFiledAsync(message.OutgoingId, cancellationToken);
            return;
        }

        var target = CopyTarget.Parse(text);
        await using var lease = await pool.RentAsync(message.AssociateId, target.ToLogin(), cancellationToken);
        var folder = target.Folder.Length > 0 ? target.Folder : await SentFolderAsync(lease.Client, target.Host, cancellationToken);
        if (!await IsThereAsync(lease.Client, folder, message.MessageId!, cancellationToken))
        {
            using var content = new MemoryStream(copy, writable: false);
            await Unbroken.RunAsync(token => lease.Client.AppendAsync(folder, content, [ImapFlags.Seen], message.ChangedAt, token), cancellationToken);
        }

        await store.SetFiledAsync(message.OutgoingId, cancellationToken);
    }

    private static async Task<string> SentFolderAsync(ImapClient client, string host, CancellationToken cancellationToken)
    {
        var listed = await client.ListAsync(_ => false, cancellationToken);
        var folders = listed.Select(mailbox => new StoredFolder
        {
            Name = mailbox.Name,
            Delimiter = $"{mailbox.Delimiter}",
            Attributes = string.Join(' ', mailbox.Attributes),
            Selectable = mailbox.IsSelectable,
        });
        return SpecialFolders.Find(folders, SpecialUse.Sent)?.Name
            ?? throw new EntityNotFoundException($"Mail server {host} has no folder for sent mail. Name one.", "SentItemsConnectionInfo.Folder", "");
    }

    private static async Task<bool> IsThereAsync(ImapClient client, string folder, string messageId, CancellationToken cancellationToken)
    {
        if ((await client.ExamineAsync(folder, null, cancellationToken)).Exists == 0)
        {
            return false;
        }

        var candidates = await client.UidSearchAsync(ImapSearch.Header("Message-ID", messageId), cancellationToken);
        if (candidates.IsEmpty)
        {
            return false;
        }

        var found = false;
        await foreach (var response in client.UidFetchAsync(candidates, FetchItems.Header, null, cancellationToken))
        {
            using (response)
            {
                // A search also finds parts of words.
                found |= response.Header is { } header && MimeReader.ReadHeaders(await header.ToArrayAsync(cancellationToken)).MessageId == messageId;
            }
        }

        return found;
    }

    [LoggerMessage(4222, LogLevel.Error, "Outgoing message {Id}: its row cannot be read or written; next attempt in {Wait}")]
    private partial void LogUnnoted(Exception exception, int id, TimeSpan wait);

    [LoggerMessage(4221, LogLevel.Warning, "The copy of outgoing message {Id} is not filed yet")]
    private partial void LogFailed(Exception exception, int id);
}
