using System.Text;

namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>One header field, raw and decoded.</summary>
public sealed class MimeHeader
{
    private readonly HeaderBlock _header;
    private readonly int _nameLength;
    private readonly int _valueStart;
    private string? _name;
    private string? _value;
    private IReadOnlyList<MailboxAddress>? _mailboxes;

    internal MimeHeader(HeaderBlock header, ReadOnlyMemory<byte> raw, int nameLength, int valueStart)
    {
        _header = header;
        Raw = raw;
        _nameLength = nameLength;
        _valueStart = valueStart;
    }

    /// <summary>The field's name in the letter case of the message.</summary>
    public string Name => _name ??= Encoding.ASCII.GetString(Raw.Span[.._nameLength]);

    /// <summary>The whole field with its folds, without its final line end.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The text after the colon, with its folds.</summary>
    public ReadOnlyMemory<byte> RawValue => Raw[_valueStart..];

    /// <summary>The value unfolded and trimmed, with encoded words (RFC 2047) decoded and control characters replaced by spaces.</summary>
    public string Value => _value ??= EncodedWords.Decode(Unfolded);

    /// <summary>The addresses in the value, for an address field.</summary>
    public IReadOnlyList<MailboxAddress> Mailboxes => _mailboxes ??= ReadMailboxes();

    /// <summary>The value unfolded and trimmed, with its encoded words still encoded, for parsing a structured field.</summary>
    internal string Unfolded => HeaderText.Unfold(RawValue.Span, _header);

    private List<MailboxAddress> ReadMailboxes()
    {
        var found = new List<MailboxAddress>();
        AddressParser.Parse(Unfolded, found);
        return found;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Name}: {Value}";
}
