using System.Globalization;
using System.Text;
using Services83.EMail.Html.Links;

namespace Services83.EMail.Html.Styles;

/// <summary>Writes the value of one declaration again, from parts that are known to be harmless.</summary>
internal sealed class StyleValue(StyleValues values, bool keepsRemoteImages)
{
    /// <summary>No message is larger, in any unit. It keeps boxes from covering what is beside the message.</summary>
    private const double MaxNumber = 10_000;

    private const double MaxNegative = 100;
    private const int MaxWord = 40;

    private static readonly string[] Units = ["", "%", "px", "pt", "em", "rem", "ex", "ch", "cm", "mm", "in", "pc"];
    private static readonly string[] Colors = ["rgb", "rgba", "hsl", "hsla"];

    private readonly StringBuilder _text = new();

    private bool _isInColor;

    public bool HasBlockedImages { get; private set; }

    /// <returns>Null if the declaration must go.</returns>
    public string? Write(IEnumerable<StyleToken> tokens)
    {
        foreach (var token in tokens)
        {
            if (token.Is('!'))
            {
                // "!important", which nothing follows: the message must not overrule the page.
                break;
            }

            if (!TryAppend(token))
            {
                return null;
            }
        }

        var text = _text.ToString().Trim();
        return text.Length == 0 || _isInColor ? null : text;
    }

    private bool TryAppend(StyleToken token) => token.Kind switch
    {
        StyleTokenKind.Space => AppendSpace(),
        StyleTokenKind.Word => AppendWord(token.Text),
        StyleTokenKind.Number => AppendNumber(token),
        StyleTokenKind.Hash => !_isInColor && token.Text.Length is 3 or 4 or 6 or 8 && token.Text.All(char.IsAsciiHexDigit) && AppendApart($"#{token.Text}"),
        StyleTokenKind.Function => BeginColor(token.Text.ToLowerInvariant()),
        StyleTokenKind.Text => values.HasFlag(StyleValues.Fonts) && AppendFont(token.Text),
        StyleTokenKind.Address => values.HasFlag(StyleValues.Images) && !_isInColor && AppendImage(token.Text),
        StyleTokenKind.Sign when token.Is(',') || token.Is('/') => Append(token.Text),
        StyleTokenKind.Sign when token.Is(')') && _isInColor => EndColor(),
        _ => false,
    };

    private bool Append(string text)
    {
        _text.Append(text);
        return true;
    }

    /// <summary>What a comment has separated must not become one: <c>1/**/e9</c> is not a number.</summary>
    private bool AppendApart(string text)
    {
        if (_text.Length > 0 && _text[^1] is not (' ' or ',' or '/' or '('))
        {
            _text.Append(' ');
        }

        return Append(text);
    }

    private bool AppendSpace() => _text.Length == 0 || _text[^1] == ' ' || Append(" ");

    private bool BeginColor(string function)
    {
        var isColor = !_isInColor && Colors.Contains(function);
        _isInColor = true;
        return isColor && AppendApart($"{function}(");
    }

    private bool EndColor()
    {
        _isInColor = false;
        return Append(")");
    }

    private bool AppendWord(string word) =>
        IsWord(word)
        && (!values.HasFlag(StyleValues.Displays) || StyleProperties.Displays.Contains(word.ToLowerInvariant()))
        && AppendApart(word);

    /// <summary>By escapes a word could also have the form of a number: <c>-\31 0px</c>.</summary>
    private static bool IsWord(string word)
    {
        var start = word.StartsWith('-') ? 1 : 0;
        return word.Length <= MaxWord && word.Length > start && IsLetter(word[start])
            && word.All(c => IsLetter(c) || char.IsAsciiDigit(c) || c is '-' or '_');
    }

    private bool AppendNumber(StyleToken token)
    {
        var unit = token.Text.ToLowerInvariant();
        var least = values.HasFlag(StyleValues.SmallNegative) ? -MaxNegative : 0;
        return Units.Contains(unit) && token.Number >= least && token.Number <= MaxNumber
            && AppendApart(token.Number.ToString("0.####", CultureInfo.InvariantCulture) + unit);
    }

    private bool AppendFont(string name) =>
        name.Length <= MaxWord && name.All(c => IsLetter(c) || char.IsAsciiDigit(c) || c is ' ' or '-' or '_' or '.') && AppendApart($"'{name}'");

    private static bool IsLetter(char c) => char.IsAsciiLetter(c) || (c >= '\u00C0' && char.IsLetter(c));

    private bool AppendImage(string address)
    {
        var own = Link.ToOwnImage(address);
        if (own is null && !keepsRemoteImages)
        {
            // The colors beside it may stay.
            HasBlockedImages |= Link.ToRemoteImage(address) is not null;
            return AppendSpace();
        }

        return (own ?? Link.ToRemoteImage(address)) is { } allowed && AppendApart($"url('{Escape(allowed)}')");
    }

    /// <summary>What could end the quoted address, or an attribute that some program does not quote.</summary>
    private static string Escape(string address) => address
        .Replace("\\", "%5C", StringComparison.Ordinal)
        .Replace("'", "%27", StringComparison.Ordinal)
        .Replace("\"", "%22", StringComparison.Ordinal)
        .Replace("(", "%28", StringComparison.Ordinal)
        .Replace(")", "%29", StringComparison.Ordinal);
}
