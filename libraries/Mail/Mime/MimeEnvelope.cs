using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime;

/// <summary>
/// The parsed header of a message. If a field may occur once, its first occurrence is used; address fields that occur several times are
/// read as one.
/// </summary>
public class MimeEnvelope
{
    private readonly HeaderBlock _header;
    private IReadOnlyList<MailboxAddress>? _from;
    private IReadOnlyList<MailboxAddress>? _sender;
    private IReadOnlyList<MailboxAddress>? _to;
    private IReadOnlyList<MailboxAddress>? _cc;
    private IReadOnlyList<MailboxAddress>? _bcc;
    private IReadOnlyList<string>? _references;

    internal MimeEnvelope(HeaderBlock header) => _header = header;

    /// <summary>All fields in the order of the message.</summary>
    public IReadOnlyList<MimeHeader> Headers => _header.All;

    /// <summary>The subject, decoded; empty when there is none.</summary>
    public string Subject => _header.First("Subject")?.Value ?? "";

    /// <summary>The first author; null when the message names none.</summary>
    public MailboxAddress? From => FromAll is [var first, ..] ? first : null;

    /// <summary>All authors.</summary>
    public IReadOnlyList<MailboxAddress> FromAll => _from ??= Addresses("From");

    public IReadOnlyList<MailboxAddress> Sender => _sender ??= Addresses("Sender");

    public IReadOnlyList<MailboxAddress> To => _to ??= Addresses("To");

    public IReadOnlyList<MailboxAddress> Cc => _cc ??= Addresses("Cc");

    public IReadOnlyList<MailboxAddress> Bcc => _bcc ??= Addresses("Bcc");

    /// <summary>
    /// The time in <c>Date</c>, with the sender's offset. No zone, or a letter that RFC 5322 calls unreliable, means UTC. Null when there
    /// is none or it is not a valid time.
    /// </summary>
    public DateTimeOffset? Date => _header.First("Date") is { } date ? DateParser.Parse(date.Unfolded) : null;

    /// <summary>
    /// When the last server received the message: the time at the end of the first <c>Received</c> (RFC 5321, section 4.4). Null when there
    /// is none or it is not a valid time.
    /// </summary>
    public DateTimeOffset? ReceivedAt =>
        _header.First("Received")?.Unfolded is { } received && received.LastIndexOf(';') is var end and >= 0 ? DateParser.Parse(received[(end + 1)..]) : null;

    /// <summary>The <c>Message-ID</c> without its angle brackets; null when there is none.</summary>
    public string? MessageId => MessageIds.First(_header.First("Message-ID"));

    /// <summary>The first id in <c>In-Reply-To</c>, without its angle brackets; null when there is none.</summary>
    public string? InReplyTo => MessageIds.First(_header.First("In-Reply-To"));

    /// <summary>All ids in <c>In-Reply-To</c>, without their angle brackets; empty when there are none.</summary>
    public IReadOnlyList<string> InReplyToAll => InReplyTo is null ? [] : MessageIds.All(_header.First("In-Reply-To"));

    /// <summary>The ids in <c>References</c>, oldest first, without their angle brackets.</summary>
    public IReadOnlyList<string> References => _references ??= MessageIds.All(_header.First("References"));

    /// <summary>From X-Priority, else Importance, Priority or X-MSMail-Priority.</summary>
    public MimePriority Priority => PriorityParser.Parse(_header);

    /// <summary>The first field of that name, in any letter case; null when there is none.</summary>
    public MimeHeader? Header(string name) => _header.First(name);

    private List<MailboxAddress> Addresses(string name)
    {
        var list = new List<MailboxAddress>();
        foreach (var field in _header.Every(name))
        {
            AddressParser.Parse(field.Unfolded, list);
        }

        return list;
    }
}
