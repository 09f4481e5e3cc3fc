using System.Globalization;
using System.Text;

namespace Services83.EMail.Sandbox.Protocol;

/// <summary>Splits the bytes of one whole command, literals included, into nodes.</summary>
internal ref struct ImapTokenizer(ReadOnlySpan<byte> octets)
{
    private const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> _octets = octets;
    private int _at;

    public static IReadOnlyList<ImapNode> Parse(ReadOnlySpan<byte> octets)
    {
        var tokenizer = new ImapTokenizer(octets);
        return tokenizer.ReadNodes(0);
    }

    private List<ImapNode> ReadNodes(int depth)
    {
        if (depth > MaxDepth)
        {
            throw CommandRefusedException.Bad("Too many nested lists");
        }

        var nodes = new List<ImapNode>();
        while (_at < _octets.Length)
        {
            switch (_octets[_at])
            {
                case (byte)' ':
                    _at++;
                    break;
                case (byte)'(':
                    _at++;
                    nodes.Add(new ImapNode(ReadNodes(depth + 1)));
                    break;
                case (byte)')' when depth > 0:
                    _at++;
                    return nodes;
                case (byte)')':
                    throw CommandRefusedException.Bad("Unexpected ')'");
                case (byte)'"':
                    nodes.Add(new ImapNode(ReadQuoted()));
                    break;
                case (byte)'{':
                    nodes.Add(new ImapNode(ReadLiteral()));
                    break;
                default:
                    nodes.Add(new ImapNode(ReadAtom()));
                    break;
            }
        }
        return depth == 0 ? nodes : throw CommandRefusedException.Bad("Missing ')'");
    }

    private byte[] ReadQuoted()
    {
        var result = new List<byte>();
        for (_at++; _at < _octets.Length; _at++)
        {
            if (_octets[_at] == '"')
            {
                _at++;
                return [.. result];
            }
            if (_octets[_at] == '\\' && ++_at == _octets.Length)
            {
                break;
            }

            result.Add(_octets[_at]);
        }
        throw CommandRefusedException.Bad("Missing '\"'");
    }

    private byte[] ReadLiteral()
    {
        var close = _octets[_at..].IndexOf((byte)'}');
        var digits = close < 0 ? "" : Encoding.ASCII.GetString(_octets.Slice(_at + 1, close - 1)).TrimEnd('+');
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            throw CommandRefusedException.Bad("Invalid literal");
        }

        var start = _at + close + 3; // "}" CR LF
        if (length > _octets.Length - start)
        {
            throw CommandRefusedException.Bad("Invalid literal");
        }

        _at = start + length;
        return _octets.Slice(start, length).ToArray();
    }

    /// <summary>An atom; brackets in it, as in <c>BODY[HEADER.FIELDS (TO CC)]</c>, may contain spaces and parentheses.</summary>
    private byte[] ReadAtom()
    {
        var start = _at;
        var inBrackets = false;
        for (; _at < _octets.Length; _at++)
        {
            var octet = _octets[_at];
            if (octet == '[')
            {
                inBrackets = true;
            }
            else if (octet == ']')
            {
                inBrackets = false;
            }
            else if (!inBrackets && octet is ((byte)' ' or (byte)'(' or (byte)')'))
            {
                break;
            }
        }
        return _octets[start.._at].ToArray();
    }
}
