namespace Services83.EMail.Mail.Imap;

/// <summary>The data to fetch of each message; the UID is always included.</summary>
[Flags]
public enum FetchItems
{
    None = 0,
    Flags = 1,
    InternalDate = 2,
    Size = 4,

    /// <summary>Needs CONDSTORE (RFC 7162).</summary>
    ModSeq = 8,

    /// <summary>The header with its blank line, without setting \Seen.</summary>
    Header = 16,

    /// <summary>The whole message, without setting \Seen.</summary>
    Body = 32,

    /// <summary>EMAILID of a server with OBJECTID (RFC 8474), X-GM-MSGID of one that only has X-GM-EXT-1 (Gmail). Needs one of them.</summary>
    EmailId = 64,

    /// <summary>The header field Message-ID alone, without setting \Seen.</summary>
    MessageId = 128,
}

/// <summary>
/// A server's data of one message. Each item may be missing: a flag change by another client may arrive between other answers and contains
/// only the flags. Dispose it to release the literals.
/// </summary>
public sealed class FetchResponse : IDisposable
{
    /// <summary>Position in the mailbox, from 1; changes with every expunge.</summary>
    public required uint SequenceNumber { get; init; }

    /// <summary>Zero only when the server did not send it; answers to UID FETCH always have it.</summary>
    public uint Uid { get; internal set; }

    /// <summary>Flags and keywords without \Recent, null when not sent.</summary>
    public IReadOnlyList<string>? Flags { get; internal set; }

    /// <summary>When the server received the message; null when not sent or not readable.</summary>
    public DateTimeOffset? InternalDate { get; internal set; }

    /// <summary>Size in bytes as the server counts it, which may differ from the length of the body.</summary>
    public ulong? Size { get; internal set; }

    public ulong? ModSeq { get; internal set; }

    /// <summary>The id of the message's content, the same in all mailboxes of the login: EMAILID (RFC 8474), or X-GM-MSGID (Gmail, 64 bits in
    /// decimal); null when not sent.</summary>
    public string? EmailId { get; internal set; }

    /// <summary>The raw header field Message-ID with an empty line; only that line when there is no such field.</summary>
    public ImapLiteral? MessageIdField { get; internal set; }

    public ImapLiteral? Header { get; internal set; }

    public ImapLiteral? Body { get; internal set; }

    public void Dispose()
    {
        MessageIdField?.Dispose();
        Header?.Dispose();
        Body?.Dispose();
    }
}
