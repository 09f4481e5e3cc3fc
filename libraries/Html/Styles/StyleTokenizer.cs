using System.Globalization;
using System.Text;

namespace Services83.EMail.Html.Styles;

/// <summary>Splits the text of a <c>style</c> attribute into tokens as a browser does (CSS Syntax 3, 4.3): comments are left out and escapes
/// decoded, so that <c>e\78 pression</c> and <c>exp/**/ression</c> are seen as what they are.</summary>
internal sealed class StyleTokenizer(string text)
{
    private int _at;

    private char Current => Peek(0);

    public StyleToken Next()
    {
        SkipComments();
        if (_at >= text.Length)
        {
            return new(StyleTokenKind.End, "");
        }

        return Current switch
        {
            ' ' or '\t' or '\r' or '\n' or '\f' => Space(),
            '"' or '\'' => Quoted(),
            '#' when IsNamePart(1) => Hash(),
            _ when BeginsNumber() => Number(),
            _ when BeginsName(0) => Name(),
            _ => new(StyleTokenKind.Sign, text[_at++].ToString()),
        };
    }

    private char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private void SkipComments()
    {
        while (Current == '/' && Peek(1) == '*')
        {
            var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
            _at = end < 0 ? text.Length : end + 2;
        }
    }

    private StyleToken Space()
    {
        while (IsSpace(Current))
        {
            _at++;
        }

        return new(StyleTokenKind.Space, " ");
    }

    private StyleToken Quoted()
    {
        var quote = text[_at++];
        var value = new StringBuilder();
        while (_at < text.Length && Current != quote)
        {
            if (Current is '\n' or '\r' or '\f')
            {
                return new(StyleTokenKind.Bad, "");
            }

            if (Current == '\\' && Peek(1) is '\n' or '\r' or '\f')
            {
                _at += 2;
                continue;
            }

            AppendCharacter(value);
        }

        _at++;
        return new(StyleTokenKind.Text, value.ToString());
    }

    private StyleToken Hash()
    {
        _at++;
        return new(StyleTokenKind.Hash, ReadName());
    }

    private StyleToken Number()
    {
        var start = _at;
        _at += Current is '+' or '-' ? 1 : 0;
        SkipDigits();
        if (Current == '.' && char.IsAsciiDigit(Peek(1)))
        {
            _at++;
            SkipDigits();
        }

        if (Current is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            _at += 2;
            SkipDigits();
        }

        var number = double.Parse(text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        var unit = "";
        if (Current == '%')
        {
            unit = "%";
            _at++;
        }
        else if (BeginsName(0))
        {
            unit = ReadName();
        }

        return new(StyleTokenKind.Number, unit, number);
    }

    private StyleToken Name()
    {
        var name = ReadName();
        if (Current != '(')
        {
            return new(StyleTokenKind.Word, name);
        }

        _at++;
        if (!name.Equals("url", StringComparison.OrdinalIgnoreCase))
        {
            return new(StyleTokenKind.Function, name);
        }

        SkipSpaces();
        var address = Current is '"' or '\'' ? Quoted() : Unquoted();
        SkipSpaces();
        if (Current != ')' && _at < text.Length)
        {
            return new(StyleTokenKind.Bad, "");
        }

        _at++;
        return address.Kind == StyleTokenKind.Text ? new(StyleTokenKind.Address, address.Text) : address;
    }

    private StyleToken Unquoted()
    {
        var value = new StringBuilder();
        while (_at < text.Length && Current != ')' && !IsSpace(Current))
        {
            if (Current is '"' or '\'' or '(' || Current < ' ')
            {
                return new(StyleTokenKind.Bad, "");
            }

            AppendCharacter(value);
        }

        return new(StyleTokenKind.Text, value.ToString());
    }

    private string ReadName()
    {
        var name = new StringBuilder();
        while (IsNamePart(0))
        {
            AppendCharacter(name);
        }

        return name.ToString();
    }

    private void AppendCharacter(StringBuilder value)
    {
        var c = text[_at++];
        if (c == '\\' && _at < text.Length)
        {
            AppendEscape(value);
        }
        else
        {
            value.Append(c);
        }
    }

    /// <summary>Up to six hexadecimal digits and one space, or one character as it is.</summary>
    private void AppendEscape(StringBuilder value)
    {
        var code = 0;
        var digits = 0;
        for (; digits < 6 && char.IsAsciiHexDigit(Current); digits++)
        {
            code = (code * 16) + Convert.ToInt32(text[_at++].ToString(), 16);
        }

        if (digits == 0)
        {
            value.Append(text[_at++]);
            return;
        }

        _at += IsSpace(Current) ? 1 : 0;
        value.Append(Rune.IsValid(code) && code > 0 ? new Rune(code).ToString() : "\uFFFD");
    }

    private bool BeginsNumber()
    {
        var sign = Current is '+' or '-' ? 1 : 0;
        return char.IsAsciiDigit(Peek(sign)) || (Peek(sign) == '.' && char.IsAsciiDigit(Peek(sign + 1)));
    }

    private bool BeginsName(int ahead)
    {
        var c = Peek(ahead);
        return IsNameStart(c) || IsEscape(ahead)
            || (c == '-' && (Peek(ahead + 1) == '-' || IsNameStart(Peek(ahead + 1)) || IsEscape(ahead + 1)));
    }

    private bool IsNamePart(int ahead) => IsNameStart(Peek(ahead)) || char.IsAsciiDigit(Peek(ahead)) || Peek(ahead) == '-' || IsEscape(ahead);

    private bool IsEscape(int ahead) => Peek(ahead) == '\\' && _at + ahead + 1 < text.Length && Peek(ahead + 1) is not ('\n' or '\r' or '\f');

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current))
        {
            _at++;
        }
    }

    private void SkipSpaces()
    {
        while (IsSpace(Current))
        {
            _at++;
        }
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_' || c >= '\u0080';

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n' or '\f';
}
