using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Pushes;

/// <summary>A message of ours on the server, with the bytes that it has there.</summary>
internal sealed record AppendedCopy(Placement Place, NewMessage Message);

/// <summary>
/// Finds a message that may be on the server already: an append without an answer, or a copy that the server filed by itself. It is
/// recognised by its Message-ID, because servers change bytes; without a Message-ID by its hash. If there are several, the one with the
/// same bytes is taken, else the newest. Of a copy larger than <see cref="MailOptions.MaxMessageBytes"/> with other bytes only the header
/// is taken, as in a sync.
/// </summary>
internal sealed class AppendFinder(IncomingMessage incoming, IOptions<MailOptions> options)
{
    /// <summary>The folder is open for reading afterwards. Null when the message is not there.</summary>
    /// <exception cref="ImapCommandException">The server refused.</exception>
    public Task<AppendedCopy?> FindAsync(ImapClient client, PendingChange append, CancellationToken cancellationToken) =>
        FindAsync(client, append, append.CopyFrom, cancellationToken);

    /// <param name="from">The folder's state before the message was sent; null to search the whole folder.</param>
    public async Task<AppendedCopy?> FindAsync(
        ImapClient client, PendingChange append, (uint UidValidity, uint UidNext)? from, CancellationToken cancellationToken)
    {
        var selected = await client.ExamineAsync(append.FolderName, null, cancellationToken);
        var candidates = selected switch
        {
            { Exists: 0 } => [],
            _ when from is { } noted && noted.UidValidity == selected.UidValidity =>
                await AlikeSinceAsync(client, append, noted.UidNext, cancellationToken),
            _ when append.MessageId is { } id =>
                [.. await client.UidSearchAsync(ImapSearch.Header("Message-ID", id), cancellationToken)],
            _ => await AlikeSinceAsync(client, append, 1, cancellationToken),
        };
        // In a renumbered folder the message cannot be distinguished from its predecessors, which may have the same Message-ID.
        var mustEqual = append.MessageId is null || (from is { } before && before.UidValidity != selected.UidValidity);
        AppendedCopy? newest = null;
        foreach (var uid in candidates.OrderDescending())
        {
            if (await ReadAsync(client, append, uid, cancellationToken) is not { } message)
            {
                continue;
            }

            var copy = new AppendedCopy(new(append.FolderId, selected.UidValidity, uid), message);
            if (message.Content.Hash.AsSpan().SequenceEqual(append.Hash))
            {
                return copy;
            }

            // A search also finds parts of words.
            newest ??= !mustEqual && message.Content.Header.MessageId == append.MessageId ? copy : null;
        }

        return newest;
    }

    private static async Task<IReadOnlyList<uint>> AlikeSinceAsync(
        ImapClient client, PendingChange append, uint firstUid, CancellationToken cancellationToken)
    {
        var alike = new List<uint>();
        var responses = client.UidFetchAsync(
            UidSet.From(Math.Max(firstUid, 1)), FetchItems.Size | FetchItems.Header, null, cancellationToken);
        await foreach (var response in responses)
        {
            using (response)
            {
                if (response.Header is { } header)
                {
                    var id = MimeReader.ReadHeaders(await header.ToArrayAsync(cancellationToken)).MessageId;
                    if (append.MessageId is null ? response.Size == (ulong)append.Size : id == append.MessageId)
                    {
                        alike.Add(response.Uid);
                    }
                }
            }
        }

        return alike;
    }

    private async Task<NewMessage?> ReadAsync(ImapClient client, PendingChange append, uint uid, CancellationToken cancellationToken)
    {
        NewMessage? message = null;
        var what = FetchItems.Flags | FetchItems.InternalDate | FetchItems.Size | FetchItems.Body
            | (client.Capabilities.EmailId ? FetchItems.EmailId : FetchItems.None);
        await foreach (var response in client.UidFetchAsync(UidSet.Of(uid), what, null, cancellationToken))
        {
            using (response)
            {
                if (response.Body is { } octets)
                {
                    message = await ReadAsync(response, octets, append, cancellationToken);
                }
            }
        }

        return message;
    }

    /// <summary>Memory holds no more than of an incoming message, or than the message itself had when it was written here.</summary>
    private async Task<NewMessage> ReadAsync(FetchResponse response, ImapLiteral octets, PendingChange append, CancellationToken cancellationToken)
    {
        if (octets.Length <= options.Value.MaxMessageBytes || octets.Length != append.Size)
        {
            return await incoming.ReadAsync(response, cancellationToken);
        }

        var own = incoming.Whole(response, await octets.ToArrayAsync(cancellationToken));
        return own.Content.Hash.AsSpan().SequenceEqual(append.Hash) ? own : await incoming.ReadAsync(response, cancellationToken);
    }
}
