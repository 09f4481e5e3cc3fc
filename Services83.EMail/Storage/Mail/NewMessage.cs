namespace Services83.EMail.Storage.Mail;

/// <summary>A fetched message, ready to be stored.</summary>
/// <param name="Uid">UID in the folder that it was fetched from, 1 or more.</param>
/// <param name="Flags">Flags that the server gave.</param>
/// <param name="ReceivedAt">INTERNALDATE.</param>
/// <param name="Content">What it says.</param>
public sealed record NewMessage(uint Uid, EMailFlags Flags, DateTimeOffset ReceivedAt, MessageContent Content)
{
    /// <summary>RFC822.SIZE as the server sends it, which may differ from the length; null when it was not requested.</summary>
    public long? ServerSize { get; init; }

    /// <summary>INTERNALDATE as the server sends it; null when it was not requested, or could not be read.</summary>
    public DateTimeOffset? InternalDate { get; init; }

    /// <summary>EMAILID (RFC 8474); null when the server sent none.</summary>
    public string? EmailId { get; init; }
}
