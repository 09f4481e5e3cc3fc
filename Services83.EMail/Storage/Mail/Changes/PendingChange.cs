namespace Services83.EMail.Storage.Mail.Changes;

/// <summary>What can be changed here and is then told to the server. The numbers are stored.</summary>
public enum ChangeKind
{
    SetFlag = 1,
    ClearFlag = 2,
    Move = 3,
    Delete = 4,
    Subscribe = 5,
    Unsubscribe = 6,
    Append = 7,
}

/// <summary>Where a message is on its server.</summary>
public readonly record struct Placement(int FolderId, uint UidValidity, uint Uid);

/// <summary>A change that the server has not confirmed, with what is known of its message now.</summary>
public sealed class PendingChange
{
    public int ChangeId { get; init; }

    public ChangeKind Kind { get; init; }

    /// <summary>Null for a change of a folder.</summary>
    public int? ItemId { get; init; }

    /// <summary>One flag; none for changes that are not about flags.</summary>
    public EMailFlags Flag { get; init; }

    public int? TargetFolderId { get; init; }

    /// <summary>Null without a target.</summary>
    public string? TargetName { get; init; }

    /// <summary>Refusals so far.</summary>
    public int Attempts { get; init; }

    /// <summary>How often in a row it failed in a way that nobody foresaw.</summary>
    public int Faults { get; init; }

    /// <summary>False when the message is no longer on the server, wherever one looked.</summary>
    public bool HasItem { get; init; }

    /// <summary>Folder that the message is in, or that is to be changed.</summary>
    public int FolderId { get; init; }

    public required string FolderName { get; init; }

    /// <summary>SHA-256 of the stored octets.</summary>
    public byte[]? Hash { get; init; }

    /// <summary>Message-ID without angle brackets; null when the message has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>Octets of the message on the server.</summary>
    public long Size { get; init; }

    /// <summary>What tells the message from others.</summary>
    public MessageMarks Marks => new(
        EmailId, MessageId, ServerSize, InternalDate is { } date ? DateTimeOffset.FromUnixTimeMilliseconds(date) : null);

    /// <summary>False when only the header is stored.</summary>
    public bool Complete { get; init; }

    /// <summary>Where the message is; null while that is not known.</summary>
    public Placement? Placement => Uid is { } uid && UidValidity is { } validity ? new(FolderId, (uint)validity, (uint)uid) : null;

    /// <summary>An append: whether the server may have filed the message by itself.</summary>
    public bool SearchFirst { get; init; }

    /// <summary>An append: how often in a row it was sent and nothing was heard.</summary>
    public int Unanswered { get; init; }

    /// <summary>Whether the message is deleted here, so that there is no point in appending it.</summary>
    public bool IsUnwanted { get; init; }

    /// <summary>Whether another message has to be appended first: the one that takes the place of this one.</summary>
    public bool AwaitsAppend { get; init; }

    /// <summary>What the target said before a copy was asked for, or an append: UIDVALIDITY and UIDNEXT; null when none was.</summary>
    public (uint UidValidity, uint UidNext)? CopyFrom =>
        CopyUidValidity is { } validity && CopyUidNext is { } next ? ((uint)validity, (uint)next) : null;

    /// <summary>
    /// Whether the message is another one than was meant: somebody moved it, or another copy of it took its place. A folder that
    /// was numbered anew (UIDVALIDITY) still holds the same messages.
    /// </summary>
    public bool IsElsewhere => RecordedUid is not null
        && (RecordedFolderId != FolderId || (RecordedUidValidity == UidValidity && RecordedUid != Uid));

    /// <summary>The message whose append comes first; null without one.</summary>
    public (int? ItemId, int FolderId)? After => AfterItemId is { } item ? (item, 0) : null;

    /// <summary>Changes of the same thing are made in their order.</summary>
    public (int? ItemId, int FolderId) Subject => ItemId is null ? (null, FolderId) : (ItemId, 0);

    internal int? AfterItemId { get; init; }

    internal string? EmailId { get; init; }

    internal long? ServerSize { get; init; }

    internal long? InternalDate { get; init; }

    internal long? UidValidity { get; init; }

    internal long? Uid { get; init; }

    internal int RecordedFolderId { get; init; }

    internal long? RecordedUidValidity { get; init; }

    internal long? RecordedUid { get; init; }

    internal long? CopyUidValidity { get; init; }

    internal long? CopyUidNext { get; init; }
}
