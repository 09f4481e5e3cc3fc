using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Maildrops;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Maildrops;

/// <summary>
/// Fetches the messages of a maildrop that are not stored yet, newest first, and stores them in batches. After an interruption at most one
/// batch is fetched again.
/// </summary>
internal sealed partial class MaildropFetcher(
    MaildropStore store, MaildropReader reader, UndeliveredStore undelivered, TimeProvider time, IOptions<SyncOptions> options, IOptions<MailOptions> mail,
    ILogger<MaildropFetcher> logger)
{
    /// <summary>A server that refuses this many messages and delivers none is not asked for the others.</summary>
    private const int MaxRefusals = 40;

    /// <param name="room">The room for the messages; those that do not fit are left on the server.</param>
    /// <param name="stored">Called with the number of messages of each batch that is stored.</param>
    /// <exception cref="Pop3Exception">The server refused, or the connection broke. Messages that arrived before are stored.</exception>
    public async Task FetchAsync(Pop3Client client, Maildrop maildrop, CacheRoom room, Func<int, int, Task> stored, CancellationToken cancellationToken)
    {
        var missing = await MissingAsync(maildrop, cancellationToken);
        var batch = new Batch(maildrop, missing.Count, stored);
        var (refused, failure) = (0, (Pop3Exception?)null);
        foreach (var message in missing.Where(message => room.TryTake((ulong)Math.Max(message.Size ?? 0, maildrop.Known[message.UniqueId].Size ?? 0))))
        {
            try
            {
                if (await TryAsync(client, maildrop, message, batch, cancellationToken) is { } refusal && ++refused >= MaxRefusals && maildrop.Fetched.Count == 0)
                {
                    failure = refusal;
                    break;
                }
            }
            catch (Pop3Exception exception)
            {
                failure = exception;
                break;
            }

            if (batch.Messages.Count >= options.Value.BatchMessages || batch.Octets >= options.Value.BatchBytes)
            {
                room.Add(batch.Octets);
                await StoreAsync(batch, cancellationToken);
            }
        }

        await StoreAsync(batch, cancellationToken);
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Fetches one message.</summary>
    /// <returns>The server's refusal; null when there is none.</returns>
    /// <exception cref="Pop3Exception">The connection broke, or the server refuses everything at the moment.</exception>
    public async Task<Pop3CommandException?> TryAsync(
        Pop3Client client, Maildrop maildrop, Pop3Message message, Batch batch, CancellationToken cancellationToken)
    {
        using var octets = new MemoryStream();
        var known = maildrop.Known[message.UniqueId];
        try
        {
            if (!await IsOlderAsync(client, maildrop, message, known, cancellationToken))
            {
                batch.Add(await reader.ReadAsync(client, message, Math.Max(message.Size ?? 0, known.Size ?? 0), octets, cancellationToken));
            }

            return null;
        }
        catch (Pop3CommandException exception) when (exception.ResponseCode is null)
        {
            await NoteAsync(maildrop, known, exception.ServerText, place: null, cancellationToken);
            return exception;
        }
        catch (Pop3ProtocolException exception) when (exception.IsTooLarge)
        {
            // From now on only its header is fetched.
            await store.SetSizeAsync(maildrop.Account.AccountId, message.UniqueId, mail.Value.MaxMessageBytes + 1, cancellationToken);
            await NoteAsync(maildrop, known, exception.Message, octets.Length, cancellationToken);
            throw;
        }
        catch (Pop3Exception exception) when (!exception.ConnectionUsable)
        {
            await NoteAsync(maildrop, known, exception.Message, octets.Length, cancellationToken);
            throw;
        }
    }

    /// <summary>Stores what was fetched, in one transaction.</summary>
    public async Task StoreAsync(Batch batch, CancellationToken cancellationToken)
    {
        var messages = batch.Take();
        var maildrop = batch.Maildrop;
        var count = await store.StoreAsync(maildrop.Account.AccountId, maildrop.InboxId, messages, cancellationToken);
        maildrop.Fetched.UnionWith(messages.Select(message => message.UniqueId));
        if (count > 0)
        {
            await batch.Stored(count, batch.Total);
        }
    }

    /// <summary>The messages to fetch, newest first: without those that are skipped for a while, or are fetched separately.</summary>
    private async Task<IReadOnlyList<Pop3Message>> MissingAsync(Maildrop maildrop, CancellationToken cancellationToken)
    {
        var failed = (await undelivered.ListAsync(maildrop.InboxId, LocalFolders.UidValidity, cancellationToken))
            .Where(message => message.IsSuspect || message.RetryAt > time.GetUtcNow()).Select(message => message.Uid).ToHashSet();
        return
        [
            .. maildrop.Listed.Reverse().Where(message =>
                maildrop.Known.GetValueOrDefault(message.UniqueId) is { State: MaildropState.Listed } known && !failed.Contains(known.Uid) && !IsOlder(known)),
        ];
    }

    private bool IsOlder(MaildropMessage message) => HistoryFrom() is { } from && message.ReceivedAt < from;

    /// <summary>Whether a message is older than the configured history, so that it is not fetched.</summary>
    private async Task<bool> IsOlderAsync(
        Pop3Client client, Maildrop maildrop, Pop3Message message, MaildropMessage known, CancellationToken cancellationToken)
    {
        if (HistoryFrom() is not { } from || known.ReceivedAt is not null || !client.Capabilities.Top
            || await MaildropReader.ReceivedAtAsync(client, message, cancellationToken) is not { } receivedAt || receivedAt >= from)
        {
            return false;
        }

        await store.SetReceivedAsync(maildrop.Account.AccountId, message.UniqueId, receivedAt, cancellationToken);
        return true;
    }

    private DateTimeOffset? HistoryFrom() => options.Value.HistoryDays == 0 ? null : time.GetUtcNow().AddDays(-options.Value.HistoryDays);

    private Task NoteAsync(Maildrop maildrop, MaildropMessage message, string reason, long? place, CancellationToken cancellationToken)
    {
        LogUndelivered(maildrop.Account.AccountId, message.UniqueId, reason);
        return undelivered.NoteAsync(maildrop.InboxId, LocalFolders.UidValidity, message.Uid, reason, place, counts: true, cancellationToken);
    }

    /// <summary>Messages that were fetched and are not stored yet.</summary>
    /// <param name="total">How many messages are to be fetched.</param>
    /// <param name="stored">Called with the number of messages that were stored, and with the total.</param>
    internal sealed class Batch(Maildrop maildrop, int total, Func<int, int, Task> stored)
    {
        public Maildrop Maildrop { get; } = maildrop;

        public int Total { get; } = total;

        public Func<int, int, Task> Stored { get; } = stored;

        public List<FetchedMessage> Messages { get; private set; } = [];

        public long Octets { get; private set; }

        public void Add(FetchedMessage message)
        {
            Messages.Add(message);
            Octets += message.Content.Raw.Length;
        }

        public IReadOnlyList<FetchedMessage> Take()
        {
            var taken = Messages;
            (Messages, Octets) = ([], 0);
            return taken;
        }
    }

    [LoggerMessage(3602, LogLevel.Warning, "Account {AccountId}: the message with the unique id {UniqueId} is listed but not delivered: {Reason}")]
    private partial void LogUndelivered(int accountId, string uniqueId, string reason);
}
