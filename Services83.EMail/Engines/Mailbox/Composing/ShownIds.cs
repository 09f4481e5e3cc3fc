namespace Services83.EMail.Engines.Mailbox.Composing;

/// <summary>The Content-IDs that an HTML text refers to (RFC 2392), collected in one pass for any number of attachments.</summary>
internal sealed class ShownIds
{
    private const string Scheme = "cid:";

    /// <summary>A header line is not longer (RFC 5322, section 2.1.1).</summary>
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

            // An id with other characters continues to the end of the attribute. No further id begins inside of it; otherwise n ids would
            // take n² time.
            if (at >= quotedEnd)
            {
                var quoted = LengthOf(rest, c => !char.IsWhiteSpace(c) && c is not ('"' or '\'' or '<' or '>'));
                Add(rest[..quoted]);
                quotedEnd = at + quoted;
            }
        }
    }

    /// <summary>Whether the text refers to it, directly or percent-encoded.</summary>
    public bool Contains(string id) =>
        id.Length is > 0 and <= MaxLength && (_ids.Contains(id) || _ids.Contains(Uri.EscapeDataString(id)));

    private void Add(ReadOnlySpan<char> id)
    {
        // Three characters may stand for one byte, and four bytes for one character.
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
