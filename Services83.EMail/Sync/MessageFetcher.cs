using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync;

/// <summary>What a server made of a batch.</summary>
internal sealed class FetchedBatch
{
    public List<NewMessage> Messages { get; } = [];

    /// <summary>Messages that the server refused each by itself, with its words.</summary>
    public List<(uint Uid, string Reason)> Refused { get; } = [];

    /// <summary>Messages that the server said nothing about: expunged since they were listed, or not to be had.</summary>
    public List<uint> LeftOut { get; } = [];

    /// <summary>What ended the work before its end, or null.</summary>
    public ImapException? Error { get; set; }

    /// <summary>How often the server said NO.</summary>
    public int Refusals { get; set; }
}

/// <summary>Fetches batches. What a server refuses as a whole is asked for in halves, until the bad message stands alone.</summary>
internal sealed class MessageFetcher(TimeProvider time)
{
    /// <summary>Enough for some bad messages among a thousand; a server that refuses everything is soon left alone.</summary>
    private const int MaxRefusals = 40;

    private const FetchItems Always = FetchItems.Flags | FetchItems.InternalDate | FetchItems.Size;

    /// <summary>Never throws an <see cref="ImapException"/>: what came before it is worth storing.</summary>
    public async Task<FetchedBatch> FetchAsync(ImapClient client, FetchBatch batch, CancellationToken cancellationToken)
    {
        var fetched = new FetchedBatch();
        try
        {
            await FetchAsync(client, batch, fetched, cancellationToken);
        }
        catch (ImapException exception)
        {
            fetched.Error = exception;
        }

        return fetched;
    }

    private async Task FetchAsync(ImapClient client, FetchBatch batch, FetchedBatch fetched, CancellationToken cancellationToken)
    {
        var wanted = batch.Uids.ToHashSet();
        try
        {
            var items = Always | (client.Capabilities.ObjectId ? FetchItems.EmailId : FetchItems.None) | (batch.HeadersOnly ? FetchItems.Header : FetchItems.Body);
            await foreach (var response in client.UidFetchAsync(UidSet.Of(batch.Uids), items, null, cancellationToken))
            {
                using (response)
                {
                    if ((response.Body ?? response.Header) is { } literal && wanted.Remove(response.Uid))
                    {
                        var octets = await literal.ToArrayAsync(cancellationToken);
                        fetched.Messages.Add(Read(response, octets, complete: !batch.HeadersOnly));
                    }
                }
            }
        }
        catch (ImapCommandException refusal) when (MayBeOneMessage(refusal) && ++fetched.Refusals < MaxRefusals)
        {
            await FetchApartAsync(client, batch with { Uids = [.. batch.Uids.Where(wanted.Contains)] }, refusal, fetched, cancellationToken);
            return;
        }

        fetched.LeftOut.AddRange(wanted);
    }

    private async Task FetchApartAsync(
        ImapClient client, FetchBatch rest, ImapCommandException refusal, FetchedBatch fetched, CancellationToken cancellationToken)
    {
        if (rest.Uids.Count == 1)
        {
            fetched.Refused.Add((rest.Uids[0], refusal.ServerText));
            return;
        }

        foreach (var half in rest.Uids.Chunk((rest.Uids.Count + 1) / 2))
        {
            await FetchAsync(client, rest with { Uids = half }, fetched, cancellationToken);
        }
    }

    /// <summary>BAD and the codes for a server in trouble (RFC 5530) mean every message.</summary>
    private static bool MayBeOneMessage(ImapCommandException refusal) =>
        refusal is { IsBad: false, ResponseCode: not ("UNAVAILABLE" or "INUSE" or "LIMIT") };

    private NewMessage Read(FetchResponse response, byte[] raw, bool complete)
    {
        var message = new NewMessage(
            response.Uid, MailFlags.FromImap(response.Flags ?? []), response.InternalDate ?? default, raw,
            complete ? raw.Length : (long)(response.Size ?? (ulong)raw.Length), complete)
        {
            ServerSize = (long?)response.Size,
            InternalDate = response.InternalDate,
            EmailId = response.EmailId,
        };
        return response.InternalDate is null ? message with { ReceivedAt = message.Envelope.Date ?? time.GetUtcNow() } : message;
    }
}
