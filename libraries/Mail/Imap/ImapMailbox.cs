using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

/// <summary>Counters of a mailbox that is not open (RFC 3501, 6.3.10). Null for values that the server did not send.</summary>
public sealed record ImapStatus(string Name)
{
    public uint? Messages { get; init; }

    public uint? Unseen { get; init; }

    public uint? UidNext { get; init; }

    public uint? UidValidity { get; init; }

    /// <summary>RFC 7162; also null when the mailbox has no modification sequences (the server sends 0).</summary>
    public ulong? HighestModSeq { get; init; }

    internal static ImapStatus From(string name, StatusDataResponse data) => new(name)
    {
        Messages = Small(data, "MESSAGES"),
        Unseen = Small(data, "UNSEEN"),
        UidNext = Small(data, "UIDNEXT") is > 0 and var next ? next : null,
        UidValidity = Small(data, "UIDVALIDITY") is > 0 and var validity ? validity : null,
        HighestModSeq = data.Items.TryGetValue("HIGHESTMODSEQ", out var modSeq) && modSeq > 0 ? modSeq : null,
    };

    private static uint? Small(StatusDataResponse data, string item) =>
        data.Items.TryGetValue(item, out var value) && value <= uint.MaxValue ? (uint)value : null;
}

/// <summary>A mailbox as the server lists it.</summary>
public sealed record ImapMailbox
{
    /// <summary>Full name, decoded; <c>INBOX</c> always in capitals.</summary>
    public required string Name { get; init; }

    /// <summary>The separator of levels in <see cref="Name"/>; null for a flat name.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Attributes as sent, such as <c>\HasNoChildren</c>; compare them in any letter case.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>The last level of the name.</summary>
    public string DisplayName => Delimiter is { } delimiter ? Name[(Name.LastIndexOf(delimiter) + 1)..] : Name;

    /// <summary>False for names that only group others; some servers nevertheless give them a special use.</summary>
    public bool IsSelectable => !Has("\\Noselect") && !Has("\\NonExistent");

    public bool IsSubscribed => Has("\\Subscribed");

    /// <summary>
    /// <c>\All</c>, <c>\Archive</c>, <c>\Drafts</c>, <c>\Flagged</c>, <c>\Junk</c>, <c>\Sent</c> or <c>\Trash</c> in this spelling
    /// (RFC 6154); null when the server marks none.
    /// </summary>
    public string? SpecialUse => SpecialUses.FirstOrDefault(Has);

    /// <summary>Null for a mailbox that cannot be selected or whose status the server refused.</summary>
    public ImapStatus? Status { get; init; }

    private static readonly string[] SpecialUses = ["\\All", "\\Archive", "\\Drafts", "\\Flagged", "\\Junk", "\\Sent", "\\Trash"];

    /// <summary>Whether the server gave this attribute, in any letter case.</summary>
    public bool Has(string attribute) => Attributes.Contains(attribute, StringComparer.OrdinalIgnoreCase);
}
