namespace Services83.EMail.Storage.Mail;

/// <summary>What a server says of a message in a folder.</summary>
/// <param name="Uid">UID in that folder, 1 or more.</param>
/// <param name="Flags">Flags that the server gave.</param>
/// <param name="ReceivedAt">INTERNALDATE.</param>
public abstract record MessageOnServer(uint Uid, EMailFlags Flags, DateTimeOffset ReceivedAt)
{
    /// <summary>RFC822.SIZE as the server sends it, which may differ from the length; null when it was not requested.</summary>
    public long? ServerSize { get; init; }

    /// <summary>INTERNALDATE as the server sends it; null when it was not requested, or could not be read.</summary>
    public DateTimeOffset? InternalDate { get; init; }

    /// <summary>EMAILID (RFC 8474) or X-GM-MSGID (Gmail); null when the server sent none.</summary>
    public string? EmailId { get; init; }
}

/// <summary>A fetched message, ready to be stored.</summary>
/// <param name="Content">What it says.</param>
public sealed record NewMessage(uint Uid, EMailFlags Flags, DateTimeOffset ReceivedAt, MessageContent Content)
    : MessageOnServer(Uid, Flags, ReceivedAt);

/// <summary>A message whose content may be stored already, because the account has a message with the same id.</summary>
/// <param name="MessageId">Message-ID without angle brackets.</param>
public sealed record FamiliarMessage(uint Uid, EMailFlags Flags, DateTimeOffset ReceivedAt, string MessageId)
    : MessageOnServer(Uid, Flags, ReceivedAt);
