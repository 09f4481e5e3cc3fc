using Services83.EMail.Storage.Mail.Reports;

namespace Services83.EMail.Storage.Sending;

/// <summary>A recipient that a sent message did not reach, as a mail server reported it.</summary>
public sealed record Bounce
{
    public int OutgoingId { get; init; }

    /// <summary>Login name of the sender.</summary>
    public string AssociateName { get; init; } = "";

    public string Recipient { get; init; } = "";

    public BounceAction Action { get; init; }

    /// <summary>The code after RFC 3463, such as <c>5.1.1</c>; empty when there is none.</summary>
    public string Status { get; init; } = "";

    /// <summary>The refusing server's own words; empty when there are none.</summary>
    public string Diagnostic { get; init; } = "";

    /// <summary>The server that made the report; empty when it does not say.</summary>
    public string ReportingServer { get; init; } = "";

    /// <summary>The report among the account's messages; it may be deleted by now.</summary>
    public int ItemId { get; init; }

    public DateTimeOffset ReportedAt { get; init; }

    /// <summary>Message-ID of the sent message, without angle brackets.</summary>
    public string MessageId { get; init; } = "";

    public string Subject { get; init; } = "";
}

/// <summary>Reports about sent messages. They are deleted together with the messages in the outbox.</summary>
public sealed class BounceStore(IDatabase database)
{
    /// <summary>The latest reports, the newest first.</summary>
    /// <param name="since">Older ones are left out.</param>
    public Task<IReadOnlyList<Bounce>> ListAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken) => database.QueryAsync<Bounce>(
        """
        SELECT b.outgoing_id, s.login_name AS associate_name, b.recipient, b.action, b.status, b.diagnostic, b.reporting_server, b.item_id,
               b.reported_at, o.message_id, o.subject
        FROM bounce b JOIN outgoing o ON o.outgoing_id = b.outgoing_id JOIN associate s ON s.associate_id = o.associate_id
        WHERE b.reported_at >= @since ORDER BY b.reported_at DESC, b.outgoing_id, b.recipient LIMIT @limit
        """,
        new { since, limit }, cancellationToken);
}
