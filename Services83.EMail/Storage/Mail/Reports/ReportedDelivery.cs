namespace Services83.EMail.Storage.Mail.Reports;

/// <summary>What a mail server reports of a message that it could not deliver. The numbers are stored.</summary>
public enum BounceAction
{
    /// <summary>It was not delivered, and will not be.</summary>
    Failed = 1,

    /// <summary>It is not delivered yet; the server goes on trying.</summary>
    Delayed = 2,
}

/// <summary>A recipient that a message did not reach.</summary>
/// <param name="Addresses">The address that was tried and, if it is known, the one that the sender gave.</param>
/// <param name="Status">The code after RFC 3463, such as <c>5.1.1</c>; empty when there is none.</param>
/// <param name="Diagnostic">The refusing server's own words; empty when there are none.</param>
public sealed record ReportedRecipient(IReadOnlyList<string> Addresses, BounceAction Action, string Status, string Diagnostic);

/// <summary>A report that a message was not delivered. It is a claim: anybody can send one.</summary>
/// <param name="MessageId">The Message-ID of the message, without angle brackets.</param>
/// <param name="ReportingServer">The server that made the report; empty when it does not say.</param>
public sealed record ReportedDelivery(string MessageId, string ReportingServer, IReadOnlyList<ReportedRecipient> Recipients);
