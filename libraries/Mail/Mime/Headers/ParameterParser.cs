using System.Collections.ObjectModel;
using System.Text;

namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>
/// Reads a value with parameters (RFC 2045, section 5.1). Lenient: quotes may be missing at either end, and backslashes may be path
/// separators. If a name occurs several times, the first one is used.
/// </summary>
internal sealed class ParameterParser
{
    internal static readonly IReadOnlyDictionary<string, string> NoParameters = ReadOnlyDictionary<string, string>.Empty;

    private readonly string _text;
    private int _position;

    private ParameterParser(string text) => _text = text;

    /// <summary>The text before the first parameter, and the parameters.</summary>
    public static (string Head, IReadOnlyDictionary<string, string> Parameters) Parse(string text)
    {
        var parser = new ParameterParser(text);
        parser.SkipSpaceAndComments();
        var end = text.AsSpan(parser._position).IndexOfAny(';', '(');
        if (end < 0)
        {
            return (text[parser._position..], NoParameters);
        }

        var head = text.Substring(parser._position, end);
        parser._position += end;
        var parameters = new ParameterSet();
        while (parser.TryNext(out var name, out var value))
        {
            parameters.Add(name, value);
        }

        return (head, parameters.Resolve());
    }

    private bool TryNext(out string name, out string value)
    {
        name = value = "";
        SkipToSemicolon();
        if (_position >= _text.Length)
        {
            return false;
        }

        _position++;
        SkipSpaceAndComments();

        var rest = _text.AsSpan(_position);
        var end = rest.IndexOfAny("=;(");
        name = (end < 0 ? rest : rest[..end]).Trim().ToString();
        _position = end < 0 ? _text.Length : _position + end;
        SkipSpaceAndComments();
        if (_position >= _text.Length || _text[_position] != '=')
        {
            return true;
        }

        _position++;
        SkipSpaceAndComments();
        value = _position < _text.Length && _text[_position] == '"' ? ReadQuoted() : ReadUnquoted(name);
        return true;
    }

    private string ReadQuoted()
    {
        var result = new StringBuilder();
        for (_position++; _position < _text.Length; _position++)
        {
            var character = _text[_position];
            if (character == '"')
            {
                _position++;
                break;
            }

            // A backslash before anything else is most likely part of a path.
            if (character == '\\' && _position + 1 < _text.Length && _text[_position + 1] is '"' or '\\')
            {
                character = _text[++_position];
            }

            result.Append(character);
        }

        return result.ToString();
    }

    /// <summary>File names often contain spaces without quotes; after other values a space starts a comment or garbage.</summary>
    private string ReadUnquoted(string name)
    {
        var rest = _text.AsSpan(_position);
        var end = rest.IndexOf(';');
        if (end >= 0)
        {
            rest = rest[..end];
        }

        _position += rest.Length;

        var isFileName = name.Contains("name", StringComparison.OrdinalIgnoreCase);
        var space = isFileName ? -1 : rest.IndexOfAny(" \t(");
        return (space < 0 ? rest : rest[..space]).Trim().TrimEnd('"').ToString();
    }

    private void SkipToSemicolon()
    {
        while (_position < _text.Length && _text[_position] != ';')
        {
            if (_text[_position] == '(')
            {
                SkipSpaceAndComments();
            }
            else
            {
                _position++;
            }
        }
    }

    private void SkipSpaceAndComments() => _position = Comments.Skip(_text, _position);
}
