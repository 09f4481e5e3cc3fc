using System.Globalization;
using System.Text;
using AngleSharp.Html.Parser.Tokens.Struct;
using Services83.EMail.Html.Links;
using Services83.EMail.Html.Styles;

namespace Services83.EMail.Html.Policy;

/// <summary>Writes the attributes of a tag again, those that may stay.</summary>
internal sealed class AttributeCleaner(bool keepsRemoteImages)
{
    private const int MaxText = 2_000;
    private const int MaxValue = 100;
    private const int MaxCells = 1000;

    private readonly StyleCleaner _styles = new(keepsRemoteImages);

    private bool _hasBlockedImages;

    public bool HasBlockedImages => _hasBlockedImages || _styles.HasBlockedImages;

    /// <returns>Nothing, or a space before each attribute.</returns>
    public string Clean(ElementRule element, StructAttributes attributes)
    {
        if (attributes.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        for (var i = 0; i < attributes.Count; i++)
        {
            var name = attributes[i].Name.Memory.Span;
            if (AttributeRules.Find(element.Name, name) is { } kind)
            {
                Append(text, kind, name, attributes[i].Value.ToString());
            }
        }

        return text.ToString();
    }

    /// <summary>The attributes of <c>body</c>, as those of a <c>div</c>.</summary>
    public string CleanBody(StructAttributes attributes)
    {
        var style = new StringBuilder();
        var text = new StringBuilder();
        for (var i = 0; i < attributes.Count; i++)
        {
            var value = attributes[i].Value.ToString();
            switch (attributes[i].Name.ToString())
            {
                case "style":
                    style.Append(';').Append(value);
                    break;
                case "bgcolor" when IsColor(value):
                    style.Insert(0, $"background-color:{value};");
                    break;
                case "text" when IsColor(value):
                    style.Insert(0, $"color:{value};");
                    break;
                case "dir" or "lang":
                    Append(text, AttributeKind.Word, attributes[i].Name.Memory.Span, value);
                    break;
                default:
                    break;
            }
        }

        Append(text, AttributeKind.Style, "style", style.ToString());
        return text.ToString();
    }

    private void Append(StringBuilder text, AttributeKind kind, ReadOnlySpan<char> name, string value)
    {
        if (Clean(kind, value) is not { } clean)
        {
            return;
        }

        text.Append(' ').Append(name).Append("=\"");
        HtmlText.AppendValue(text, clean);
        text.Append('"');
        if (kind == AttributeKind.Link)
        {
            // The page that shows the message is neither replaced by the link's page nor known to it.
            text.Append(" target=\"_blank\" rel=\"noopener noreferrer nofollow\"");
        }
    }

    private string? Clean(AttributeKind kind, string value) => kind switch
    {
        AttributeKind.Text => value.Length <= MaxText ? value : value[..(char.IsHighSurrogate(value[MaxText - 1]) ? MaxText - 1 : MaxText)],
        AttributeKind.Word => value.Length <= MaxValue && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-') ? value : null,
        AttributeKind.Color => IsColor(value) ? value : null,
        AttributeKind.Fonts => value.Length <= MaxValue && value.All(c => char.IsLetterOrDigit(c) || c is ' ' or ',' or '-' or '_' or '.') ? value : null,
        AttributeKind.Number => IsNumber(value.AsSpan().Trim().TrimStart("+-")) ? value.Trim() : null,
        AttributeKind.Span => IsNumber(value.AsSpan().Trim()) && int.Parse(value, CultureInfo.InvariantCulture) is >= 1 and <= MaxCells and var count ? count.ToString(CultureInfo.InvariantCulture) : null,
        AttributeKind.Length => CleanLength(value.Trim()),
        AttributeKind.Flag => "",
        AttributeKind.Link => Link.ToFollow(value),
        AttributeKind.Image => CleanImage(value),
        AttributeKind.Style => _styles.Clean(value) is { Length: > 0 } style ? style : null,
        _ => null,
    };

    private string? CleanImage(string value)
    {
        if (Link.ToOwnImage(value) is { } own)
        {
            return own;
        }

        var remote = Link.ToRemoteImage(value);
        _hasBlockedImages |= remote is not null && !keepsRemoteImages;
        return keepsRemoteImages ? remote : null;
    }

    private static string? CleanLength(string value)
    {
        var number = value.AsSpan().TrimEnd('%');
        if (number.EndsWith("px", StringComparison.OrdinalIgnoreCase))
        {
            number = number[..^2];
        }

        var point = number.IndexOf('.');
        return IsNumber(point < 0 ? number : number[..point]) && (point < 0 || IsNumber(number[(point + 1)..])) ? value : null;
    }

    private static bool IsColor(string value) =>
        value.Length is > 0 and <= 32 && value.AsSpan(value[0] == '#' ? 1 : 0) is { Length: > 0 } name && name.IndexOfAnyExcept(HtmlText.LettersAndDigits) < 0;

    private static bool IsNumber(ReadOnlySpan<char> value) => value.Length is > 0 and <= 4 && value.IndexOfAnyExceptInRange('0', '9') < 0;
}
