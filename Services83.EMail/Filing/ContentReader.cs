using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Reports;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Reports;

namespace Services83.EMail.Filing;

/// <summary>
/// Turns the bytes of a message into the stored form. Reading a large header is slow, so it happens before a write transaction begins.
/// </summary>
public static class ContentReader
{
    /// <param name="raw">A whole message; it may be damaged.</param>
    public static MessageContent Whole(ReadOnlyMemory<byte> raw)
    {
        var envelope = MimeReader.ReadHeaders(raw);
        return new(HeaderOf(envelope), raw, raw.Length, Complete: true)
        {
            Outline = OutlineOf(raw),
            Report = DeliveryReport.MayBe(envelope) ? ReportIn(raw) : null,
        };
    }

    /// <param name="header">The header of a message that is too large to be stored.</param>
    /// <param name="size">Size of the whole message in bytes.</param>
    public static MessageContent HeaderOnly(ReadOnlyMemory<byte> header, long size) => new(HeaderOf(MimeReader.ReadHeaders(header)), header, size, Complete: false);

    private static ContentOutline? OutlineOf(ReadOnlyMemory<byte> raw) =>
        raw.Length >= MimeOutline.LargeBody && MimeOutline.Of(MimeReader.Read(raw)) is { } outline
            ? new ContentOutline(outline.Raw, outline.Sizes)
            : null;

    private static MessageHeader HeaderOf(MimeEnvelope envelope) => new()
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

    /// <summary>The failures and delays that the message reports; null when it names no message or reports neither.</summary>
    private static ReportedDelivery? ReportIn(ReadOnlyMemory<byte> raw)
    {
        if (DeliveryReport.Read(MimeReader.Read(raw)) is not { MessageId: { } messageId } report)
        {
            return null;
        }

        var recipients = report.Recipients.Where(one => one.Action is DeliveryAction.Failed or DeliveryAction.Delayed).Select(one => new ReportedRecipient(
            one.OriginalAddress is { } original ? [one.Address, original] : [one.Address],
            one.Action == DeliveryAction.Failed ? BounceAction.Failed : BounceAction.Delayed, one.Status, one.Diagnostic ?? "")).ToArray();
        return recipients.Length == 0 ? null : new(messageId, report.ReportingServer, recipients);
    }
}
