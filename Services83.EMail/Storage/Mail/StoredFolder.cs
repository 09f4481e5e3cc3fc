namespace Services83.EMail.Storage.Mail;

/// <summary>A folder of an account as it was last listed.</summary>
public sealed class StoredFolder
{
    public int FolderId { get; init; }

    public int AccountId { get; init; }

    /// <summary>Full name with the server's delimiter, decoded (not modified UTF-7).</summary>
    public required string Name { get; init; }

    /// <summary>One character, or empty for a server without hierarchy.</summary>
    public required string Delimiter { get; init; }

    /// <summary>Mailbox attributes as the server sent them, separated by spaces, such as <c>\Sent</c>.</summary>
    public required string Attributes { get; init; }

    /// <summary>False for a folder that only holds other folders.</summary>
    public bool Selectable { get; init; }

    public bool Subscribed { get; init; }

    public int Total { get; init; }

    public int Unread { get; init; }

    /// <summary>Whether the server shows messages of other folders in it: <c>\All</c> and <c>\Flagged</c> (RFC 6154, section 2),
    /// <c>\Important</c> (RFC 8457).</summary>
    public bool ShowsOtherFolders =>
        Attributes.Split(' ').Intersect([@"\All", @"\Flagged", @"\Important"], StringComparer.OrdinalIgnoreCase).Any();

    /// <summary>Null until the folder has been synced completely once.</summary>
    public FolderCheckpoint? Checkpoint => UidValidity is { } validity
        ? new FolderCheckpoint((uint)validity, (uint)(UidNext ?? 0), HighestModSeq is { } modSeq ? (ulong)modSeq : null, MessageCount ?? 0)
        : null;

    /// <summary>Only INBOX may be written in any letter case (RFC 3501, 5.1).</summary>
    public bool IsNamed(string name) =>
        Name == name || (Name == "INBOX" && name.Equals("INBOX", StringComparison.OrdinalIgnoreCase));

    /// <summary>UIDs that are older than the history and were not fetched, as an IMAP sequence set.</summary>
    internal string LeftOut { get; init; } = "";

    /// <summary>The time from which on messages were fetched; null when nothing was left out.</summary>
    internal DateTimeOffset? HistoryFrom { get; init; }

    /// <summary>MAILBOXID (RFC 8474); null if the server sends none.</summary>
    internal string? MailboxId { get; init; }

    /// <summary>Whether a message in it turned out to be a different one than the stored one.</summary>
    internal bool Doubted { get; init; }

    internal long? UidValidity { get; init; }

    internal long? UidNext { get; init; }

    internal long? HighestModSeq { get; init; }

    internal int? MessageCount { get; init; }

    /// <summary>Whether the server no longer lists it.</summary>
    internal bool Gone { get; init; }

    /// <summary>Whether the server's list entry equals the stored one.</summary>
    internal bool IsAs(ListedFolder listed) =>
        !Gone && listed == new ListedFolder(Name, Delimiter, Attributes, Selectable, Subscribed, Total, Unread);
}

/// <summary>A folder as a server lists it.</summary>
public sealed record ListedFolder(string Name, string Delimiter, string Attributes, bool Selectable, bool Subscribed, int Total, int Unread);
