namespace Services83.EMail.Mail.Imap;

/// <summary>What is known from an earlier visit, for a quick resynchronization (RFC 7162, 3.2.5).</summary>
/// <param name="UidValidity">When the mailbox has another one by now, the server ignores the rest: compare it yourself.</param>
/// <param name="ModSeq">The highest modification sequence that was stored; 1 or more.</param>
/// <param name="KnownUids">The UIDs to hear about; all when null.</param>
public sealed record QresyncParameters(uint UidValidity, ulong ModSeq, UidSet? KnownUids = null);

/// <summary>The mailbox that is open, as the server described it when opening.</summary>
public sealed class SelectedMailbox
{
    internal SelectedMailbox(string name) => Name = name;

    public string Name { get; }

    /// <summary>Messages in it, kept up to date while it is open.</summary>
    public uint Exists { get; internal set; }

    /// <summary>Zero when the server did not tell, which RFC 3501 allows: nothing can be cached then.</summary>
    public uint UidValidity { get; internal set; }

    /// <summary>Null when the server did not tell.</summary>
    public uint? UidNext { get; internal set; }

    /// <summary>Value at the time of opening; null without CONDSTORE or when the mailbox keeps none (NOMODSEQ).</summary>
    public ulong? HighestModSeq { get; internal set; }

    /// <summary>
    /// What names the mailbox whatever it is called (RFC 8474); null when not told. STATUS could tell it too, and is not asked: Cyrus 3.6
    /// answers with octets of something else.
    /// </summary>
    public string? MailboxId { get; internal set; }

    public bool IsReadOnly { get; internal set; }

    /// <summary>Flags in use.</summary>
    public IReadOnlyList<string> Flags { get; internal set; } = [];

    /// <summary>Flags that a change of is kept; <c>\*</c> stands for any new keyword. Null when not told: then all are.</summary>
    public IReadOnlyList<string>? PermanentFlags { get; internal set; }

    /// <summary>UIDs gone since the given modification sequence; empty without QRESYNC. May name UIDs never seen.</summary>
    public UidSet Vanished { get; internal set; } = UidSet.Empty;

    /// <summary>Messages that are new or whose flags changed since the given modification sequence; empty without QRESYNC.</summary>
    public IReadOnlyList<FetchResponse> Changed { get; internal set; } = [];
}
