namespace Services83.EMail.Engines.Mailbox.Composing;

/// <summary>The Content-IDs that an HTML text refers to (RFC 2392), collected in one pass however many attachments there are.</summary>
internal sealed class ShownIds
{
    private const string Scheme = "cid:";

    /// <summary>A line of a header has no more (RFC 5322, section 2.1.1).</summary>
    private const int MaxLength = 998;

    private readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase);

    public ShownIds(ReadOnlySpan<char> html)
    {
        var quotedEnd = 0;
        for (var at = 0; html[at..].IndexOf(Scheme, StringComparison.OrdinalIgnoreCase) is >= 0 and var next;)
        {
            at += next + Scheme.Length;
            var rest = html[at..];
            Add(rest[..LengthOf(rest, IsPlain)]);

            // An id with other characters goes on to the end of the attribute. Inside of one none begins, or n of them would cost n times n.
            if (at >= quotedEnd)
            {
                var quoted = LengthOf(rest, c => !char.IsWhiteSpace(c) && c is not ('"' or '\'' or '<' or '>'));
                Add(rest[..quoted]);
                quotedEnd = at + quoted;
            }
        }
    }

    /// <summary>Whether the text refers to it, as it is or with percent signs.</summary>
    public bool Contains(string id) =>
        id.Length is > 0 and <= MaxLength && (_ids.Contains(id) || _ids.Contains(Uri.EscapeDataString(id)));

    private void Add(ReadOnlySpan<char> id)
    {
        // Three characters may stand for one octet, and four octets for one character.
        if (id.Length is > 0 and <= MaxLength * 12)
        {
            _ids.Add(id.ToString());
        }
    }

    private static int LengthOf(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < text.Length && belongs(text[length]))
        {
            length++;
        }

        return length;
    }

    private static bool IsPlain(char c) => char.IsLetterOrDigit(c) || "@.-_%$+".Contains(c);
}
