using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>Walks over the text of one response. Nothing here recurses, so nesting costs no stack.</summary>
internal ref struct ResponseScanner(ReadOnlySpan<byte> text, IReadOnlyList<ImapLiteral> literals)
{
    /// <summary>Dovecot stops at a hundred MIME levels; this only ends what is no mail any more.</summary>
    private const int MaxDepth = 1000;

    private static readonly SearchValues<byte> AtomEnd = SearchValues.Create(" ()\""u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;
    private int _literalsTaken;

    public readonly bool AtEnd => _position >= _text.Length;

    public readonly ReadOnlySpan<byte> Rest => _text[_position..];

    /// <summary>Whether what follows is neither quoted nor a literal.</summary>
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

    /// <summary>Everything up to a space, parenthesis or quote: flags and names are not checked further, servers bend those rules.</summary>
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

    /// <summary>The name of a FETCH item with what stands in brackets behind it, as in <c>BODY[HEADER.FIELDS (TO)]&lt;0&gt;</c>.</summary>
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

    /// <summary>A quoted string, literal, NIL (null) or bare word.</summary>
    public byte[]? TakeString()
    {
        if (Next((byte)'"'))
        {
            return TakeQuoted();
        }

        if (NextIsLiteral())
        {
            var literal = TakeLiteral();
            var bytes = literal.Bytes ?? throw new ImapProtocolException($"The server sent a literal of {literal.Length} octets where a short text belongs.");
            return bytes;
        }
        var atom = TakeAtom();
        return Ascii.EqualsIgnoreCase(atom, "NIL"u8) ? null : atom.ToArray();
    }

    /// <summary>As <see cref="TakeString"/> for content that may be large; the caller owns the result.</summary>
    public ImapLiteral? TakeContent()
    {
        if (NextIsLiteral())
        {
            return TakeLiteral();
        }

        return TakeString() is { } bytes ? new ImapLiteral(bytes) : null;
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

    /// <summary>One value of any kind, lists in lists included.</summary>
    public void SkipValue()
    {
        var depth = 0;
        do
        {
            SkipSpaces();
            if (TryTake((byte)'('))
            {
                if (++depth > MaxDepth)
                {
                    throw new ImapProtocolException($"The server nested lists more than {MaxDepth} deep.");
                }
            }
            else if (depth > 0 && TryTake((byte)')'))
            {
                depth--;
            }
            else if (Next((byte)'"'))
            {
                TakeQuoted();
            }
            else if (NextIsLiteral())
            {
                TakeLiteral();
            }
            else
            {
                TakeAtom();
            }
        }
        while (depth > 0);
    }

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    public readonly ImapProtocolException Unexpected(string expected)
    {
        var found = AtEnd ? "the end" : $"'{Printable(Rest[..Math.Min(Rest.Length, 20)])}'";
        return new ImapProtocolException($"The server sent a response that cannot be read: expected {expected} but found {found} at octet {_position}.");
    }

    private readonly bool NextIsLiteral() => Next((byte)'{') || Rest.StartsWith("~{"u8);

    private ImapLiteral TakeLiteral()
    {
        TryTake((byte)'~');
        Expect((byte)'{');
        var length = TakeNumber();
        TryTake((byte)'+');
        Expect((byte)'}');
        if (_literalsTaken >= literals.Count || (ulong)literals[_literalsTaken].Length != length)
        {
            throw Unexpected("a literal");
        }

        return literals[_literalsTaken++];
    }

    private byte[] TakeQuoted()
    {
        Expect((byte)'"');
        var end = Rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end >= 0 && Rest[end] == '"')
        {
            var plain = Rest[..end].ToArray();
            _position += end + 1;
            return plain;
        }
        var unescaped = new List<byte>();
        while (!TryTake((byte)'"'))
        {
            TryTake((byte)'\\');
            if (AtEnd)
            {
                throw Unexpected("a closing quote");
            }

            unescaped.Add(_text[_position++]);
        }
        return [.. unescaped];
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
