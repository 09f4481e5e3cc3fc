using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Filing;

/// <summary>
/// Makes of octets what is stored. Reading them takes its time with large headers, so it is done before the database's only writer is asked for.
/// </summary>
public static class ContentReader
{
    /// <param name="raw">A whole message, of whatever quality.</param>
    public static MessageContent Whole(ReadOnlyMemory<byte> raw) => new(HeaderOf(raw), raw, raw.Length, Complete: true);

    /// <param name="header">The header of a message that is too large to be stored.</param>
    /// <param name="size">Octets of the whole message.</param>
    public static MessageContent HeaderOnly(ReadOnlyMemory<byte> header, long size) => new(HeaderOf(header), header, size, Complete: false);

    private static MessageHeader HeaderOf(ReadOnlyMemory<byte> raw)
    {
        var envelope = MimeReader.ReadHeaders(raw);
        return new()
        {
            MessageId = envelope.MessageId,
            InReplyTo = envelope.InReplyTo,
            Subject = envelope.Subject,
            FromName = envelope.From?.DisplayName ?? "",
            FromAddress = envelope.From?.Address ?? "",
            Recipients = [.. envelope.To.Select(to => (to.DisplayName, to.Address))],
            SentAt = envelope.Date,
            Priority = (int)envelope.Priority,
        };
    }
}
