namespace Services83.EMail.Storage.Mail;

/// <summary>
/// The values by which a message is recognised without its bytes, as its server sends them. Each may be unknown. Servers miscount sizes, so
/// only values that the same server sent for the same message can be compared.
/// </summary>
/// <param name="EmailId">EMAILID (RFC 8474) or X-GM-MSGID (Gmail).</param>
/// <param name="MessageId">Message-ID without angle brackets; null when the message has none.</param>
/// <param name="Size">RFC822.SIZE in bytes.</param>
/// <param name="InternalDate">INTERNALDATE.</param>
public sealed record MessageMarks(string? EmailId, string? MessageId, long? Size, DateTimeOffset? InternalDate)
{
    /// <summary>
    /// Whether these are the marks of the same message: nothing contradicts, and enough is known. False means that the bytes must be
    /// compared.
    /// </summary>
    public bool Match(MessageMarks other) => !Contradict(other)
        && (MessageId is not null || IsSameId(other) || (IsDescribed && other.IsDescribed));

    /// <summary>Whether these cannot be the marks of the same message.</summary>
    public bool Contradict(MessageMarks other) => !IsSameId(other)
        && (MessageId != other.MessageId || Differ(Size, other.Size) || Differ(InternalDate, other.InternalDate));

    /// <summary>A copy may have another id than its original (RFC 8474, section 5.1), so a difference proves nothing.</summary>
    private bool IsSameId(MessageMarks other) => EmailId is not null && EmailId == other.EmailId;

    private bool IsDescribed => Size is not null && InternalDate is not null;

    private static bool Differ<T>(T? one, T? other) where T : struct => one is { } known && other is { } told && !known.Equals(told);
}
