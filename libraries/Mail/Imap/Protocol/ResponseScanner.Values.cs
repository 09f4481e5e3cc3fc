using System.Text;

namespace Services83.EMail.Mail.Imap.Protocol;

// Strings, literals and values made from them.
internal ref partial struct ResponseScanner
{
    /// <summary>Dovecot stops at a hundred MIME levels; this limit only ends data that is not mail.</summary>
    private const int MaxDepth = 1000;

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
            var bytes = literal.Bytes ?? throw new ImapProtocolException($"The server sent a literal of {literal.Length} bytes instead of a short text.");
            return bytes;
        }
        var atom = TakeAtom();
        return Ascii.EqualsIgnoreCase(atom, "NIL"u8) ? null : atom.ToArray();
    }

    /// <summary>As <see cref="TakeString"/> for content that may be large; the caller becomes the owner of the result.</summary>
    public ImapLiteral? TakeContent()
    {
        if (NextIsLiteral())
        {
            return TakeLiteral();
        }

        return TakeString() is { } bytes ? new ImapLiteral(bytes) : null;
    }

    /// <summary>One value of any kind, including nested lists.</summary>
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
}
