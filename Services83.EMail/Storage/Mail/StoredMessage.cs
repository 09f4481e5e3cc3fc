namespace Services83.EMail.Storage.Mail;

/// <summary>One message of one account, with the data that a list shows.</summary>
public sealed class StoredItem
{
    public int ItemId { get; init; }

    public int AccountId { get; init; }

    public int FolderId { get; init; }

    public required string FolderName { get; init; }

    /// <summary>UID in the folder; null while the message waits for a new placement.</summary>
    public long? Uid { get; init; }

    /// <summary>UIDVALIDITY of the folder; null while the message waits for a new placement.</summary>
    public long? UidValidity { get; init; }

    public EMailFlags Flags { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? RepliedAt { get; init; }

    public int ContentId { get; init; }

    /// <summary>Size in bytes of the whole message on the server.</summary>
    public long Size { get; init; }

    /// <summary>False when only the header is stored.</summary>
    public bool Complete { get; init; }

    /// <summary>Message-ID without angle brackets, null when the message has none.</summary>
    public string? MessageId { get; init; }

    public string? InReplyTo { get; init; }

    public required string Subject { get; init; }

    public required string FromName { get; init; }

    public required string FromAddress { get; init; }

    /// <summary>JSON array of [name, address] pairs.</summary>
    public required string Recipients { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public int Priority { get; init; }
}
