namespace Services83.EMail.Storage.Mail.Changes;

/// <summary>The kinds of changes that are made here and then sent to the server. The numbers are stored.</summary>
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

/// <summary>The place of a message on its server.</summary>
public readonly record struct Placement(int FolderId, uint UidValidity, uint Uid);

/// <summary>A change that the server has not confirmed, with the present data of its message.</summary>
public sealed class PendingChange
{
    public int ChangeId { get; init; }

    public ChangeKind Kind { get; init; }

    /// <summary>Null for a change of a folder.</summary>
    public int? ItemId { get; init; }

    /// <summary>One flag; none for changes that are not about flags.</summary>
    public EMailFlags Flag { get; init; }

    public int? TargetFolderId { get; init; }

    /// <summary>Null when there is no target.</summary>
    public string? TargetName { get; init; }

    /// <summary>Refusals so far.</summary>
    public int Attempts { get; init; }

    /// <summary>Unexpected failures in a row.</summary>
    public int Faults { get; init; }

    /// <summary>False when the message was not found in any folder of the server.</summary>
    public bool HasItem { get; init; }

    /// <summary>Folder that the message is in, or that is to be changed.</summary>
    public int FolderId { get; init; }

    public required string FolderName { get; init; }

    /// <summary>SHA-256 of the stored bytes.</summary>
    public byte[]? Hash { get; init; }

    /// <summary>Message-ID without angle brackets; null when the message has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>Size in bytes of the message on the server.</summary>
    public long Size { get; init; }

    /// <summary>The values by which the message is recognised.</summary>
    public MessageMarks Marks => new(
        EmailId, MessageId, ServerSize, InternalDate is { } date ? DateTimeOffset.FromUnixTimeMilliseconds(date) : null);

    /// <summary>False when only the header is stored.</summary>
    public bool Complete { get; init; }

    /// <summary>The message's place; null while it is unknown.</summary>
    public Placement? Placement => Uid is { } uid && UidValidity is { } validity ? new(FolderId, (uint)validity, (uint)uid) : null;

    /// <summary>An append: whether the server may have filed the message by itself.</summary>
    public bool SearchFirst { get; init; }

    /// <summary>An append: how often in a row it was sent without an answer.</summary>
    public int Unanswered { get; init; }

    /// <summary>Whether the message is deleted here, so that it need not be appended.</summary>
    public bool IsUnwanted { get; init; }

    /// <summary>Whether another message must be appended first: the one that replaces this one.</summary>
    public bool AwaitsAppend { get; init; }

    /// <summary>The target folder's state before a copy or an append was requested: UIDVALIDITY and UIDNEXT; null when none was
    /// requested.</summary>
    public (uint UidValidity, uint UidNext)? CopyFrom =>
        CopyUidValidity is { } validity && CopyUidNext is { } next ? ((uint)validity, (uint)next) : null;

    /// <summary>
    /// Whether the place now holds a different message: somebody moved the message, or another copy took its place. A folder that was
    /// renumbered (UIDVALIDITY) still holds the same messages.
    /// </summary>
    public bool IsElsewhere => RecordedUid is not null
        && (RecordedFolderId != FolderId || (RecordedUidValidity == UidValidity && RecordedUid != Uid));

    /// <summary>The message whose append comes first; null when there is none.</summary>
    public (int? ItemId, int FolderId)? After => AfterItemId is { } item ? (item, 0) : null;

    /// <summary>The changes of one message or folder are made in order.</summary>
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
