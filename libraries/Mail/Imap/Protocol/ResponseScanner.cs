using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>Scans the text of one response. Nothing here is recursive, so nesting needs no stack.</summary>
internal ref partial struct ResponseScanner(ReadOnlySpan<byte> text, IReadOnlyList<ImapLiteral> literals)
{
    private static readonly SearchValues<byte> AtomEnd = SearchValues.Create(" ()\""u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;
    private int _literalsTaken;

    public readonly bool AtEnd => _position >= _text.Length;

    public readonly ReadOnlySpan<byte> Rest => _text[_position..];

    /// <summary>Whether the next value is neither quoted nor a literal.</summary>
    public readonly bool NextIsBare => !Next((byte)'"') && !NextIsLiteral();

    public readonly bool Next(byte value) => _position < _text.Length && _text[_position] == value;

    public bool TryTake(byte value)
    {
        if (!Next(value))
        {
            return false;
        }

        _position++;
        return true;
    }

    public void Expect(byte value)
    {
        if (!TryTake(value))
        {
            throw Unexpected($"'{(char)value}'");
        }
    }

    public void SkipSpaces()
    {
        while (TryTake((byte)' '))
        {
        }
    }

    /// <summary>Everything up to a space, parenthesis or quote: flags and names are not checked further, because servers do not obey those
    /// rules strictly.</summary>
    public ReadOnlySpan<byte> TakeAtom()
    {
        var length = Rest.IndexOfAny(AtomEnd);
        if (length < 0)
        {
            length = Rest.Length;
        }

        if (length == 0)
        {
            throw Unexpected("a word");
        }

        var atom = Rest[..length];
        _position += length;
        return atom;
    }

    public string TakeAtomText() => Text(TakeAtom());

    /// <summary>Everything before the list that ends the text.</summary>
    public ReadOnlySpan<byte> TakeUpToLastList()
    {
        var rest = Rest;
        var depth = 0;
        for (var i = rest.Length - 1; i > 0; i--)
        {
            if (rest[i] == ')')
            {
                depth++;
            }
            else if (rest[i] == '(' && --depth == 0)
            {
                _position += i;
                return rest[..i];
            }
        }
        throw Unexpected("a word and a list");
    }

    /// <summary>The name of a FETCH item with the text in brackets after it, as in <c>BODY[HEADER.FIELDS (TO)]&lt;0&gt;</c>.</summary>
    public ReadOnlySpan<byte> TakeItemName()
    {
        var bracket = Rest.IndexOfAny("[ ()"u8);
        if (bracket < 0 || Rest[bracket] != '[')
        {
            return TakeAtom();
        }

        var start = _position;
        var close = Rest.IndexOf((byte)']');
        if (close < 0)
        {
            throw Unexpected("']'");
        }

        _position += close + 1;
        if (Next((byte)'<'))
        {
            TakeAtom();
        }

        return _text[start.._position];
    }

    public ulong TakeNumber()
    {
        if (!Utf8Parser.TryParse(Rest, out ulong value, out var used) || !char.IsAsciiDigit((char)Rest[0]))
        {
            throw Unexpected("a number");
        }

        _position += used;
        return value;
    }

    public uint TakeNumber32()
    {
        var value = TakeNumber();
        return value <= uint.MaxValue ? (uint)value : throw Unexpected("a number of 32 bits");
    }

    public List<string> TakeAtomList()
    {
        Expect((byte)'(');
        var atoms = new List<string>();
        SkipSpaces();
        while (!TryTake((byte)')'))
        {
            atoms.Add(TakeAtomText());
            SkipSpaces();
        }
        return atoms;
    }

    /// <summary>An identifier as RFC 8474 writes it, in parentheses; null for NIL.</summary>
    public string? TakeObjectId()
    {
        if (!TryTake((byte)'('))
        {
            return TakeString() is { } bare ? Text(bare) : null;
        }

        SkipSpaces();
        var id = TakeAtomText();
        SkipSpaces();
        Expect((byte)')');
        return id;
    }

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    public readonly ImapProtocolException Unexpected(string expected)
    {
        var found = AtEnd ? "the end" : $"'{Printable(Rest[..Math.Min(Rest.Length, 20)])}'";
        return new ImapProtocolException($"The server sent an invalid response: expected {expected} but found {found} at byte {_position}.");
    }

    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var octet in bytes)
        {
            text.Append(octet is >= 0x20 and < 0x7f ? (char)octet : '?');
        }

        return text.ToString();
    }
}
