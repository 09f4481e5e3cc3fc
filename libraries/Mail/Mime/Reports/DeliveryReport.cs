namespace Services83.EMail.Mail.Mime.Reports;

/// <summary>What became of a message for one recipient (RFC 3464, section 2.3.3).</summary>
public enum DeliveryAction
{
    /// <summary>It was not delivered, and will not be.</summary>
    Failed,

    /// <summary>It is not delivered yet; the server goes on trying.</summary>
    Delayed,

    Delivered,

    /// <summary>It was given to a server that sends no reports.</summary>
    Relayed,

    /// <summary>It was delivered to a list and passed on to its members.</summary>
    Expanded,
}

/// <summary>What a report says of one recipient.</summary>
/// <param name="Address">The address that the server tried in the end; empty when the report names only the original one.</param>
/// <param name="OriginalAddress">The address that the sender gave; null when the report does not say.</param>
/// <param name="Action">The result. A report without a known action is read by the class of its status.</param>
/// <param name="Status">The code after RFC 3463, such as <c>5.1.1</c>; empty when there is none.</param>
/// <param name="RemoteServer">The server that refused the message; null when the report does not say.</param>
/// <param name="Diagnostic">That server's own words; null when the report has none.</param>
public sealed record RecipientReport(
    string Address, string? OriginalAddress, DeliveryAction Action, string Status, string? RemoteServer, string? Diagnostic);

/// <summary>A delivery status notification (RFC 3464, RFC 6533) inside a message of the type multipart/report (RFC 6522).</summary>
/// <param name="ReportingServer">The server that made the report; empty when it does not say.</param>
/// <param name="EnvelopeId">The id that the sender gave its message when it sent it (ENVID, RFC 3461); null when the report has none.</param>
/// <param name="MessageId">The Message-ID of the message that the report is about, without angle brackets; null when the report does not return
/// its header.</param>
/// <param name="Recipients">One or more.</param>
public sealed record DeliveryReport(string ReportingServer, string? EnvelopeId, string? MessageId, IReadOnlyList<RecipientReport> Recipients)
{
    /// <summary>Whether a message with this header may be a report, so that it is worth to read its parts.</summary>
    public static bool MayBe(MimeEnvelope envelope) =>
        envelope.Headers.FirstOrDefault(field => field.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) is { } type
        && type.Value.StartsWith("multipart/report", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the report; null when the message has none that names a recipient. Like all reading of mail it never throws.</summary>
    public static DeliveryReport? Read(MimeMessage message)
    {
        if (message.Root.ContentType.MediaType != "multipart/report")
        {
            return null;
        }

        var parts = message.Root.Children;
        var status = parts.FirstOrDefault(part => part.ContentType is { Type: "message", Subtype: "delivery-status" or "global-delivery-status" });
        return status is null ? null : DeliveryReportReader.Read(status.Decode(), MessageIdOf(parts.LastOrDefault(IsReturned)));
    }

    private static bool IsReturned(MimePart part) => part.ContentType.MediaType is "message/rfc822" or "message/global" or "text/rfc822-headers" or "message/global-headers";

    private static string? MessageIdOf(MimePart? returned) => returned is null ? null : MimeReader.ReadHeaders(returned.Decode()).MessageId;
}
