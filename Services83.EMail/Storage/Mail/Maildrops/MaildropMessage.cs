namespace Services83.EMail.Storage.Mail.Maildrops;

/// <summary>The state of a message of a maildrop. The numbers are stored.</summary>
public enum MaildropState
{
    /// <summary>The server lists it; it is not fetched yet.</summary>
    Listed = 1,

    /// <summary>It is stored here.</summary>
    Stored = 2,

    /// <summary>It was deleted here, so it is to be deleted on the server and never fetched again.</summary>
    Deleted = 3,
}

/// <summary>A message of a maildrop (RFC 1939), known by the server's unique id.</summary>
public sealed class MaildropMessage
{
    /// <summary>The server's UIDL, 1 to 70 printable characters.</summary>
    public required string UniqueId { get; init; }

    /// <summary>Its UID in the inbox, given when the server first listed it, in the server's order.</summary>
    public uint Uid { get; init; }

    public MaildropState State { get; init; }

    /// <summary>In bytes, as the server listed it; null when it did not.</summary>
    public long? Size { get; init; }

    /// <summary>When it was received; null until its header was read.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Since when the server does not list it; null while it does.</summary>
    public DateTimeOffset? GoneAt { get; init; }
}

/// <summary>What is known of the content of a message that is to be deleted on the server.</summary>
public sealed class MaildropMarks
{
    public required string UniqueId { get; init; }

    /// <summary>SHA-256 of the bytes that were fetched.</summary>
    public byte[]? Hash { get; init; }

    /// <summary>Whether all bytes were fetched; else only the header.</summary>
    public bool Complete { get; init; }

    /// <summary>Message-ID without angle brackets; null when the message has none.</summary>
    public string? MessageId { get; init; }
}

/// <summary>A message as the server lists it.</summary>
/// <param name="UniqueId">The server's UIDL.</param>
/// <param name="Size">In bytes; null when the server sent none.</param>
public readonly record struct ListedMessage(string UniqueId, long? Size);

/// <summary>A fetched message, ready to be stored.</summary>
/// <param name="UniqueId">The server's UIDL.</param>
/// <param name="Size">In bytes, as the server listed it; null when it did not.</param>
/// <param name="ReceivedAt">Date of receipt.</param>
/// <param name="Content">What it says.</param>
public sealed record FetchedMessage(string UniqueId, long? Size, DateTimeOffset ReceivedAt, MessageContent Content);
