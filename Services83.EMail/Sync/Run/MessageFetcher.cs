using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Run;

/// <summary>A server's answers to a batch.</summary>
internal sealed class FetchedBatch
{
    private List<NewMessage> _messages = [];

    /// <summary>Bytes of the messages in memory.</summary>
    public long Octets { get; private set; }

    /// <summary>UIDs of all messages that arrived, including those that were already taken.</summary>
    public HashSet<uint> Delivered { get; } = [];

    /// <summary>Messages that the server refused individually, with its text.</summary>
    public List<(uint Uid, string Reason)> Refused { get; } = [];

    /// <summary>Messages for which the server sent nothing: expunged since they were listed, or not deliverable.</summary>
    public List<uint> LeftOut { get; } = [];

    /// <summary>The failure that ended the work early, or null.</summary>
    public ImapException? Error { get; set; }

    /// <summary>How often the server said NO.</summary>
    public int Refusals { get; set; }

    public void Add(NewMessage message)
    {
        _messages.Add(message);
        Delivered.Add(message.Uid);
        Octets += message.Content.Raw.Length;
    }

    /// <summary>Takes the messages out of memory.</summary>
    public IReadOnlyList<NewMessage> Take()
    {
        var taken = _messages;
        (_messages, Octets) = ([], 0);
        return taken;
    }
}

/// <summary>
/// Fetches batches. A batch that a server refuses as a whole is requested in halves, until only the bad message remains. Bytes are counted
/// as they arrive, whatever sizes the server announced.
/// </summary>
internal sealed class MessageFetcher(IncomingMessage incoming, IOptions<SyncOptions> options)
{
    /// <summary>Enough for some bad messages among a thousand; a server that refuses everything is soon not asked any more.</summary>
    private const int MaxRefusals = 40;

    /// <summary>More fetches at a time than this share the memory of this many.</summary>
    internal const int WholeBatches = 4;

    private const FetchItems Always = FetchItems.Flags | FetchItems.InternalDate | FetchItems.Size;

    private int _running;

    /// <summary>Bytes after which messages are taken: so many syncs at a time as there may be must not need as many whole batches of memory.</summary>
    private long Full => options.Value.BatchBytes * WholeBatches / Math.Max(WholeBatches, Volatile.Read(ref _running));

    /// <summary>Never throws an <see cref="ImapException"/>: messages that arrived before it are still stored.</summary>
    /// <param name="full">
    /// Takes messages whenever there are <see cref="SyncOptions.BatchBytes"/> of them, or less while many fetch at a time; the server waits
    /// meanwhile. The last messages are in the result.
    /// </param>
    public async Task<FetchedBatch> FetchAsync(
        ImapClient client, FetchBatch batch, Func<IReadOnlyList<NewMessage>, Task> full, CancellationToken cancellationToken)
    {
        var fetched = new FetchedBatch();
        Interlocked.Increment(ref _running);
        try
        {
            await FetchAsync(client, batch, fetched, full, cancellationToken);
        }
        catch (ImapException exception)
        {
            fetched.Error = exception;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }

        return fetched;
    }

    private async Task FetchAsync(
        ImapClient client, FetchBatch batch, FetchedBatch fetched, Func<IReadOnlyList<NewMessage>, Task> full, CancellationToken cancellationToken)
    {
        var wanted = batch.Uids.ToHashSet();
        try
        {
            var items = Always | (client.Capabilities.EmailId ? FetchItems.EmailId : FetchItems.None) | (batch.HeadersOnly ? FetchItems.Header : FetchItems.Body);
            await foreach (var response in client.UidFetchAsync(UidSet.Of(batch.Uids), items, null, cancellationToken))
            {
                using (response)
                {
                    if ((response.Body ?? response.Header) is not null && wanted.Remove(response.Uid))
                    {
                        fetched.Add(await incoming.ReadAsync(response, cancellationToken));
                        if (fetched.Octets >= Full)
                        {
                            await full(fetched.Take());
                        }
                    }
                }
            }
        }
        catch (ImapCommandException exception) when (MayBeOneMessage(exception) && ++fetched.Refusals < MaxRefusals)
        {
            await FetchApartAsync(client, batch with { Uids = [.. batch.Uids.Where(wanted.Contains)] }, exception, fetched, full, cancellationToken);
            return;
        }

        fetched.LeftOut.AddRange(wanted);
    }

    private async Task FetchApartAsync(
        ImapClient client, FetchBatch rest, ImapCommandException refusal, FetchedBatch fetched, Func<IReadOnlyList<NewMessage>, Task> full,
        CancellationToken cancellationToken)
    {
        if (rest.Uids.Count == 1)
        {
            fetched.Refused.Add((rest.Uids[0], refusal.ServerText));
            return;
        }

        foreach (var half in rest.Uids.Chunk((rest.Uids.Count + 1) / 2))
        {
            await FetchAsync(client, rest with { Uids = half }, fetched, full, cancellationToken);
        }
    }

    /// <summary>BAD and the codes of a failing server (RFC 5530) concern every message.</summary>
    private static bool MayBeOneMessage(ImapCommandException refusal) =>
        refusal is { IsBad: false, RetryAfter: null, ResponseCode: not ("UNAVAILABLE" or "INUSE" or "LIMIT") };
}
