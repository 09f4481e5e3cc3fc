using System.Buffers;
using System.Globalization;
using System.Text;

namespace Services83.EMail.Soap.Xml;

/// <summary>Text, character data and references.</summary>
public sealed partial class XmlPullReader
{
    private const int MaxKeptScratch = 64 * 1024;
    private const int MaxReference = 32;

    private byte[] _scratch = [];
    private int _scratched;

    /// <summary>
    /// The text of the current element; the reader moves behind the element. The span is valid until the next read. Usually it is a part of
    /// the message itself; only text with references, comments or other line ends is assembled elsewhere.
    /// </summary>
    /// <param name="stops"><see cref="XmlCharacters.TextStops"/> for text, <see cref="XmlCharacters.ValueStops"/> for other values.</param>
    public ReadOnlySpan<byte> ReadText(SearchValues<byte> stops)
    {
        if (!Enter())
        {
            return default;
        }

        var start = _position;
        var length = Rest.IndexOfAny(stops);
        if (length < 0)
        {
            throw EarlyText();
        }

        CheckLength(length);
        _position += length;
        if (_bytes[_position] != '<' || _position + 1 >= _end || _bytes[_position + 1] != '/')
        {
            return ReadBrokenText(start, stops);
        }

        ReadEndTag();
        return Bytes(start, length);
    }

    /// <summary>Text that consists of several pieces.</summary>
    private ReadOnlySpan<byte> ReadBrokenText(int start, SearchValues<byte> stops)
    {
        _scratched = 0;
        Append(Bytes(start, _position - start));
        while (!Rest.StartsWith("</"u8))
        {
            ReadSpecial();
            var length = Rest.IndexOfAny(stops);
            if (length < 0)
            {
                throw EarlyText();
            }

            Append(Rest[..length]);
            _position += length;
            CheckLength(_scratched);
        }

        ReadEndTag();
        return _scratch.AsSpan(0, _scratched);
    }

    private void ReadSpecial()
    {
        switch (_bytes[_position])
        {
            case (byte)'&':
                ReadReference();
                break;
            case (byte)'\r':
                _position++;
                if (_position >= _end || _bytes[_position] != '\n')
                {
                    Append("\n"u8);
                }

                break;
            case (byte)'<':
                if (Rest.StartsWith("<![CDATA["u8))
                {
                    ReadCharacterData();
                }
                else if (!TrySkipComment())
                {
                    throw Error("Only text is allowed in this element.");
                }

                break;
            default:
                throw Error($"The character 0x{_bytes[_position]:X2} is not allowed in XML.");
        }
    }

    private void ReadCharacterData()
    {
        _position += "<![CDATA["u8.Length;
        var end = FindEnd("]]>"u8);
        CheckLength(_scratched + end - _position);
        while (_position < end)
        {
            var rest = Bytes(_position, end - _position);
            var length = rest.IndexOfAny(XmlCharacters.CharacterDataStops);
            if (length < 0)
            {
                length = rest.Length;
            }

            Append(rest[..length]);
            _position += length;
            if (_position < end)
            {
                ReadSpecial();
            }
        }

        _position = end + 3;
    }

    private void ReadReference()
    {
        var length = Rest[..Math.Min(Rest.Length, MaxReference)].IndexOf((byte)';');
        if (length < 0)
        {
            throw Error("A reference must end with ';'.");
        }

        Span<byte> utf8 = stackalloc byte[4];
        if (!TryResolve(Rest[1..length], out var rune))
        {
            throw Error("Only the built-in entities and character references are allowed.");
        }

        Append(utf8[..rune.EncodeToUtf8(utf8)]);
        _position += length + 1;
    }

    /// <summary>The text between ampersand and semicolon. WCF accepts references to characters that XML forbids, so they are accepted
    /// here.</summary>
    private static bool TryResolve(ReadOnlySpan<byte> name, out Rune rune)
    {
        rune = default;
        if (name.StartsWith("#x"u8))
        {
            return uint.TryParse(name[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && Rune.TryCreate(hex, out rune);
        }

        if (name.StartsWith("#"u8))
        {
            return uint.TryParse(name[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Rune.TryCreate(number, out rune);
        }

        var c = name switch
        {
            [(byte)'l', (byte)'t'] => '<',
            [(byte)'g', (byte)'t'] => '>',
            [(byte)'a', (byte)'m', (byte)'p'] => '&',
            [(byte)'q', (byte)'u', (byte)'o', (byte)'t'] => '"',
            [(byte)'a', (byte)'p', (byte)'o', (byte)'s'] => '\'',
            _ => '\0',
        };
        return c != '\0' && Rune.TryCreate(c, out rune);
    }

    /// <summary>Value of an attribute, with white space normalized (XML 1.0, 3.3.3).</summary>
    private string DecodeAttribute(int start, int length)
    {
        if (Bytes(start, length).IndexOfAny(XmlCharacters.AttributeStops) < 0)
        {
            return Encoding.UTF8.GetString(Bytes(start, length));
        }

        var position = _position;
        var end = _end;
        _position = start;
        _end = start + length;
        _scratched = 0;
        while (_position < _end)
        {
            var plain = Rest.IndexOfAny(XmlCharacters.AttributeStops);
            if (plain < 0)
            {
                plain = Rest.Length;
            }

            Append(Rest[..plain]);
            _position += plain;
            if (_position == _end)
            {
                break;
            }

            if (_bytes[_position] == '&')
            {
                ReadReference();
                continue;
            }

            _position += Rest.StartsWith("\r\n"u8) ? 2 : 1;
            Append(" "u8);
        }

        _position = position;
        _end = end;
        return Encoding.UTF8.GetString(_scratch, 0, _scratched);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_scratch.Length - _scratched < bytes.Length)
        {
            Grow(_scratched + bytes.Length);
        }

        bytes.CopyTo(_scratch.AsSpan(_scratched));
        _scratched += bytes.Length;
    }

    private void Grow(int needed) => Array.Resize(ref _scratch, (int)Math.Clamp(needed * 2L, 256, Array.MaxLength));

    private void CheckLength(int length)
    {
        if (length > limits.MaxTextBytes)
        {
            throw Error($"A text is longer than {limits.MaxTextBytes} bytes.");
        }
    }

    private XmlSyntaxException EarlyText()
    {
        _position = _end;
        return Early();
    }
}
