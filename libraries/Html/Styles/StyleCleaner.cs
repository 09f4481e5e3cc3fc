using System.Text;

namespace Services83.EMail.Html.Styles;

/// <summary>Cleans the text of <c>style</c> attributes: declarations of properties that may stay, with values of known parts, are written
/// again; the others are left out.</summary>
internal sealed class StyleCleaner(bool keepsRemoteImages)
{
    private const int MaxLength = 32 * 1024;
    private const int MaxDeclarations = 200;

    private static readonly char[] Closing = [')', ']', '}'];

    public bool HasBlockedImages { get; private set; }

    /// <returns>Empty if nothing may stay.</returns>
    public string Clean(string style)
    {
        if (style.Length > MaxLength)
        {
            return "";
        }

        var result = new StringBuilder();
        var tokenizer = new StyleTokenizer(style);
        for (var i = 0; i < MaxDeclarations; i++)
        {
            var tokens = ReadDeclaration(tokenizer, out var isLast);
            if (Declaration(tokens) is { } declaration)
            {
                result.Append(result.Length > 0 ? ";" : "").Append(declaration);
            }

            if (isLast)
            {
                break;
            }
        }

        return result.ToString();
    }

    /// <summary>Everything up to a semicolon that is not inside of brackets.</summary>
    private static List<StyleToken> ReadDeclaration(StyleTokenizer tokenizer, out bool isLast)
    {
        var tokens = new List<StyleToken>();
        var depth = 0;
        while (true)
        {
            var token = tokenizer.Next();
            isLast = token.Kind == StyleTokenKind.End;
            if (isLast || (depth == 0 && token.Is(';')))
            {
                return tokens;
            }

            var isOpening = token.Kind == StyleTokenKind.Function || token.Is('(') || token.Is('[') || token.Is('{');
            depth += isOpening ? 1 : depth > 0 && Array.Exists(Closing, token.Is) ? -1 : 0;
            if (tokens.Count > 0 || token.Kind != StyleTokenKind.Space)
            {
                tokens.Add(token);
            }
        }
    }

    private string? Declaration(List<StyleToken> tokens)
    {
        var colon = tokens.FindIndex(token => token.Kind != StyleTokenKind.Space && token.Kind != StyleTokenKind.Word);
        if (colon < 1 || !tokens[colon].Is(':') || tokens.Take(colon).Count(token => token.Kind == StyleTokenKind.Word) != 1)
        {
            return null;
        }

        var name = tokens[0].Text.ToLowerInvariant();
        if (!StyleProperties.TryFind(name, out var values))
        {
            return null;
        }

        var value = new StyleValue(values, keepsRemoteImages);
        var text = value.Write(tokens.Skip(colon + 1));
        HasBlockedImages |= value.HasBlockedImages;
        return text is null ? null : $"{name}:{text}";
    }
}
