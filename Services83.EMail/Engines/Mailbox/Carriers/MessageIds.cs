namespace Services83.EMail.Engines.Mailbox.Carriers;

/// <summary>Message-IDs (RFC 5322, section 3.6.4) as callers write them.</summary>
internal static class MessageIds
{
    /// <summary>Clients pass Message-IDs with and without the angle brackets.</summary>
    /// <exception cref="InvalidArgumentException">It is missing.</exception>
    public static string Require(string? messageId) =>
        messageId?.Trim().TrimStart('<').TrimEnd('>') is { Length: > 0 } id
            ? id
            : throw new InvalidArgumentException("MessageId", "A Message-ID is needed.");
}
