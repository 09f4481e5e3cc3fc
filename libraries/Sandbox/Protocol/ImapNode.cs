using System.Text;

namespace Services83.EMail.Sandbox.Protocol;

/// <summary>One argument of a command: bytes (atom, quoted string or literal) or a parenthesized list.</summary>
internal sealed class ImapNode
{
    public ImapNode(byte[] octets) => Octets = octets;

    public ImapNode(IReadOnlyList<ImapNode> items)
    {
        Items = items;
        Octets = [];
    }

    public byte[] Octets { get; }

    /// <summary>The list's members, or null when this is not a list.</summary>
    public IReadOnlyList<ImapNode>? Items { get; }

    public string Text => Items is null ? Encoding.UTF8.GetString(Octets) : throw CommandRefusedException.Bad("String expected, found a list");

    /// <summary>For keywords, which IMAP compares in any letter case.</summary>
    public string Upper => Text.ToUpperInvariant();
}
