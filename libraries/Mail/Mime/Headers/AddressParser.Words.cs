using System.Buffers;
using System.Text;

namespace Services83.EMail.Mail.Mime.Headers;

// Words: quoted strings, and atoms, which here are all other text except special characters.
internal sealed partial class AddressParser
{
    // A longer search would need quadratic time.
    private const int LongestLiteral = 64;
    private static readonly SearchValues<char> AtomEnds = SearchValues.Create(" \t,;:<>()\"=");

    private bool TryReadQuoted(bool spaced)
    {
        var text = new StringBuilder();
        for (var i = _position + 1; i < _text.Length && !_noMoreQuotes; i++)
        {
            if (_text[i] == '"')
            {
                _words.Add(new Word(_text[_position..(i + 1)], text.ToString(), spaced));
                _position = i + 1;
                return true;
            }

            if (_text[i] == '\\' && i + 1 < _text.Length)
            {
                i++;
            }

            text.Append(_text[i]);
        }

        // Not searched again: there is none, and a search each time would need quadratic time.
        _noMoreQuotes = true;
        return false;
    }

    private void ReadAtom(bool spaced)
    {
        // Encoded words may contain commas that the sender should have encoded.
        var length = EncodedWords.LengthAt(_text, _position);
        if (length == 0)
        {
            length = AtomLength();
        }

        _words.Add(new Word(_text.Substring(_position, length), null, spaced));
        _position += length;
    }

    private int AtomLength()
    {
        var rest = _text.AsSpan(_position);
        var length = 1;
        while (length < rest.Length)
        {
            var end = rest[length..].IndexOfAny(AtomEnds);
            length = end < 0 ? rest.Length : length + end;
            if (!IsEqualsSignWithin(rest, length))
            {
                break;
            }

            length++;
        }

        return Math.Max(length, LiteralLength(length));
    }

    /// <summary>An equals sign belongs to the atom unless an encoded word may start with it.</summary>
    private static bool IsEqualsSignWithin(ReadOnlySpan<char> rest, int at) =>
        at < rest.Length && rest[at] == '=' && (at + 1 == rest.Length || rest[at + 1] != '?');

    /// <summary>A domain literal in the atom holds colons when it is an IPv6 address.</summary>
    private int LiteralLength(int atom)
    {
        var open = _text.AsSpan(_position, atom).IndexOf("@[");
        if (open < 0)
        {
            return 0;
        }

        var start = _position + open;
        var close = _text.AsSpan(start, Math.Min(LongestLiteral, _text.Length - start)).IndexOf(']');
        return close < 0 ? 0 : open + close + 1;
    }

    /// <summary>A word as written; for a quoted string also its value.</summary>
    private readonly record struct Word(string Raw, string? Quoted, bool IsSpaced)
    {
        public bool IsQuoted => Quoted is not null;
    }
}
