using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Filing;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Storage.Mail.Maildrops;

namespace Services83.EMail.Sync.Maildrops;

/// <summary>Reads single messages of a maildrop.</summary>
internal sealed class MaildropReader(TimeProvider time, IOptions<MailOptions> options)
{
    /// <summary>Reads a message; of one that is larger than the settings allow, only the header.</summary>
    /// <param name="message">The message as the server lists it.</param>
    /// <param name="size">The greatest size in bytes that is known of it.</param>
    /// <param name="target">Gets the bytes, also those that arrived before the connection broke.</param>
    /// <exception cref="Pop3CommandException">The server refuses, or a message is too large and the server has no TOP.</exception>
    public async Task<FetchedMessage> ReadAsync(
        Pop3Client client, Pop3Message message, long size, MemoryStream target, CancellationToken cancellationToken)
    {
        var isWhole = size <= options.Value.MaxMessageBytes;
        await (isWhole
            ? client.RetrieveAsync(message.Number, target, cancellationToken)
            : client.RetrieveHeaderAsync(message.Number, target, cancellationToken));
        var raw = target.ToArray();
        return new(
            message.UniqueId, message.Size, ReceivedAt(MimeReader.ReadHeaders(raw)),
            isWhole ? ContentReader.Whole(raw) : ContentReader.HeaderOnly(raw, size));
    }

    /// <summary>When a message was received, by its header; null if the header does not say it.</summary>
    public static async Task<DateTimeOffset?> ReceivedAtAsync(Pop3Client client, Pop3Message message, CancellationToken cancellationToken)
    {
        var header = await HeaderAsync(client, message, cancellationToken);
        return header.ReceivedAt ?? header.Date;
    }

    /// <summary>
    /// Whether a message is the one that was stored: before something is deleted, and if the server lists another size than before. The
    /// Message-ID decides; a message without one is read as a whole.
    /// </summary>
    public async Task<bool> IsSameAsync(Pop3Client client, Pop3Message message, MaildropMarks marks, CancellationToken cancellationToken)
    {
        if (marks.MessageId is not null && client.Capabilities.Top)
        {
            return (await HeaderAsync(client, message, cancellationToken)).MessageId == marks.MessageId;
        }

        using var octets = new MemoryStream();
        var size = marks.Complete ? 0 : Math.Max(message.Size ?? 0, options.Value.MaxMessageBytes + 1);
        var read = await ReadAsync(client, message, size, octets, cancellationToken);
        return marks.Hash is not null && read.Content.Hash.AsSpan().SequenceEqual(marks.Hash);
    }

    private static async Task<MimeEnvelope> HeaderAsync(Pop3Client client, Pop3Message message, CancellationToken cancellationToken)
    {
        using var octets = new MemoryStream();
        await client.RetrieveHeaderAsync(message.Number, octets, cancellationToken);
        return MimeReader.ReadHeaders(octets.GetBuffer().AsMemory(0, (int)octets.Length));
    }

    /// <summary>A message cannot be received later than now, whatever a header says.</summary>
    private DateTimeOffset ReceivedAt(MimeEnvelope header)
    {
        var now = time.GetUtcNow();
        return (header.ReceivedAt ?? header.Date) is { } at && at < now ? at : now;
    }
}
