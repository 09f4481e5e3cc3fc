namespace Services83.EMail.Mail.Imap;

/// <summary>What to ask for about each message; the UID always comes along.</summary>
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

    /// <summary>Needs OBJECTID (RFC 8474).</summary>
    EmailId = 64,

    /// <summary>The header field Message-ID alone, without setting \Seen.</summary>
    MessageId = 128,
}

/// <summary>
/// What the server said about one message. Anything may be missing: a flag change made elsewhere arrives in the midst of other
/// answers and holds no more than the flags. Dispose it to release the literals.
/// </summary>
public sealed class FetchResponse : IDisposable
{
    /// <summary>Position in the mailbox, from 1; changes with every expunge.</summary>
    public required uint SequenceNumber { get; init; }

    /// <summary>Zero only when the server did not tell, which no answer to UID FETCH does.</summary>
    public uint Uid { get; internal set; }

    /// <summary>Flags and keywords without \Recent, null when not told.</summary>
    public IReadOnlyList<string>? Flags { get; internal set; }

    /// <summary>When the server received the message; null when not told or not readable.</summary>
    public DateTimeOffset? InternalDate { get; internal set; }

    /// <summary>Size in octets as the server counts it, which need not be the length of the body.</summary>
    public ulong? Size { get; internal set; }

    public ulong? ModSeq { get; internal set; }

    /// <summary>What names the content of the message, in whatever mailbox it is (RFC 8474); null when not told.</summary>
    public string? EmailId { get; internal set; }

    /// <summary>The header field Message-ID as it stands, with an empty line; only that line when there is no such field.</summary>
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
