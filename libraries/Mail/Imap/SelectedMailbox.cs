namespace Services83.EMail.Mail.Imap;

/// <summary>The stored state of an earlier visit, for a quick resynchronization (RFC 7162, 3.2.5).</summary>
/// <param name="UidValidity">If the mailbox has another one now, the server ignores the rest: compare it yourself.</param>
/// <param name="ModSeq">The highest modification sequence that was stored; 1 or more.</param>
/// <param name="KnownUids">The UIDs to report about; all when null.</param>
public sealed record QresyncParameters(uint UidValidity, ulong ModSeq, UidSet? KnownUids = null);

/// <summary>The mailbox that is open, as the server described it when opening.</summary>
public sealed class SelectedMailbox
{
    internal SelectedMailbox(string name) => Name = name;

    public string Name { get; }

    /// <summary>Number of messages, updated while the mailbox is open.</summary>
    public uint Exists { get; internal set; }

    /// <summary>Zero when the server did not send it, which RFC 3501 allows: nothing can be cached then.</summary>
    public uint UidValidity { get; internal set; }

    /// <summary>Null when the server did not send it.</summary>
    public uint? UidNext { get; internal set; }

    /// <summary>Value at the time of opening; null without CONDSTORE or when the mailbox has none (NOMODSEQ).</summary>
    public ulong? HighestModSeq { get; internal set; }

    /// <summary>
    /// The id of the mailbox, independent of its name (RFC 8474); null when not sent. It is not requested by STATUS, because Cyrus 3.6
    /// answers that with bytes of something else.
    /// </summary>
    public string? MailboxId { get; internal set; }

    public bool IsReadOnly { get; internal set; }

    /// <summary>Flags in use.</summary>
    public IReadOnlyList<string> Flags { get; internal set; } = [];

    /// <summary>Flags whose changes are stored permanently; <c>\*</c> means any new keyword. Null when not sent: then all are.</summary>
    public IReadOnlyList<string>? PermanentFlags { get; internal set; }

    /// <summary>UIDs removed since the given modification sequence; empty without QRESYNC. May contain UIDs never seen.</summary>
    public UidSet Vanished { get; internal set; } = UidSet.Empty;

    /// <summary>Messages that are new or whose flags changed since the given modification sequence; empty without QRESYNC.</summary>
    public IReadOnlyList<FetchResponse> Changed { get; internal set; } = [];
}
