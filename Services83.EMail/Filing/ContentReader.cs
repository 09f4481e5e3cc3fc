using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Filing;

/// <summary>
/// Turns the bytes of a message into the stored form. Reading a large header is slow, so it happens before a write transaction begins.
/// </summary>
public static class ContentReader
{
    /// <param name="raw">A whole message; it may be damaged.</param>
    public static MessageContent Whole(ReadOnlyMemory<byte> raw) => new(HeaderOf(raw), raw, raw.Length, Complete: true);

    /// <param name="header">The header of a message that is too large to be stored.</param>
    /// <param name="size">Size of the whole message in bytes.</param>
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
