using System.Collections.Frozen;
using System.Globalization;

namespace Services83.EMail.Mail.Imap;

/// <summary>The server's capabilities (RFC 3501, 7.2.1). The list differs before and after STARTTLS and login.</summary>
public sealed class ImapCapabilities
{
    private const string AppendLimitName = "APPENDLIMIT=";

    private readonly FrozenSet<string> _names;

    internal ImapCapabilities(IEnumerable<string> names) => _names = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>All capability names as the server sent them.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>RFC 7162; a server with QRESYNC has CONDSTORE by definition.</summary>
    public bool Condstore => Has("CONDSTORE") || Qresync;

    /// <summary>RFC 7162.</summary>
    public bool Qresync => Has("QRESYNC");

    /// <summary>RFC 6851.</summary>
    public bool Move => Has("MOVE");

    /// <summary>RFC 4315: UID EXPUNGE, APPENDUID, COPYUID.</summary>
    public bool UidPlus => Has("UIDPLUS");

    /// <summary>Most bytes of a message that is appended (RFC 7889); null when the server has no common limit for all mailboxes.</summary>
    public long? AppendLimit =>
        _names.FirstOrDefault(name => name.StartsWith(AppendLimitName, StringComparison.OrdinalIgnoreCase)) is { } limit
            && long.TryParse(limit.AsSpan(AppendLimitName.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var octets)
            ? octets
            : null;

    /// <summary>Whether messages can be moved without touching others: see <see cref="ImapClient.UidMoveAsync"/>.</summary>
    public bool CanMove => Move || UidPlus;

    /// <summary>RFC 6154.</summary>
    public bool SpecialUse => Has("SPECIAL-USE");

    /// <summary>RFC 5258.</summary>
    public bool ListExtended => Has("LIST-EXTENDED");

    /// <summary>RFC 5819.</summary>
    public bool ListStatus => Has("LIST-STATUS");

    /// <summary>RFC 8474.</summary>
    public bool ObjectId => Has("OBJECTID");

    /// <summary>Gmail's extensions to IMAP.</summary>
    public bool Gmail => Has("X-GM-EXT-1");

    /// <summary>Whether the server names the content of messages: <see cref="FetchItems.EmailId"/>.</summary>
    public bool EmailId => ObjectId || Gmail;

    /// <summary>RFC 4731.</summary>
    public bool Esearch => Has("ESEARCH");

    /// <summary>RFC 5161.</summary>
    public bool Enable => Has("ENABLE");

    /// <summary>RFC 2177.</summary>
    public bool Idle => Has("IDLE");

    /// <summary>RFC 3691.</summary>
    public bool Unselect => Has("UNSELECT");

    /// <summary>RFC 4959.</summary>
    public bool SaslInitialResponse => Has("SASL-IR");

    /// <summary>RFC 3501, 6.2.1.</summary>
    public bool StartTls => Has("STARTTLS");

    /// <summary>RFC 3501, 7.2.1. Some servers still list it after login, so it is meaningful only before.</summary>
    public bool LoginDisabled => Has("LOGINDISABLED");

    public bool Has(string name) => _names.Contains(name);

    /// <summary>Whether a literal of this size may be sent without waiting for the server (RFC 7888).</summary>
    internal bool AllowsNonSynchronizing(long literalLength) => Has("LITERAL+") || (Has("LITERAL-") && literalLength <= 4096);
}
