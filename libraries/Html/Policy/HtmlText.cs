using System.Buffers;
using System.Text;

namespace Services83.EMail.Html.Policy;

/// <summary>Writes text so that no browser can find a tag or the end of an attribute in it.</summary>
internal static class HtmlText
{
    public static readonly SearchValues<char> LettersAndDigits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Text between tags.</summary>
    public static void Append(StringBuilder result, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            Append(result, text, ref i, isValue: false);
        }
    }

    /// <summary>The value of an attribute in double quotes.</summary>
    public static void AppendValue(StringBuilder result, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            Append(result, text, ref i, isValue: true);
        }
    }

    private static void Append(StringBuilder result, ReadOnlySpan<char> text, ref int i, bool isValue)
    {
        var c = text[i];
        _ = c switch
        {
            '&' => result.Append("&amp;"),
            '<' => result.Append("&lt;"),
            '>' => result.Append("&gt;"),
            '\u00A0' => result.Append("&nbsp;"),
            '"' when isValue => result.Append("&quot;"),

            // Some old browsers take it for a quote.
            '`' when isValue => result.Append("&#96;"),
            '\r' => result.Append('\n'),
            '\t' or '\n' => result.Append(c),
            _ when char.IsControl(c) || c is '\uFFFE' or '\uFFFF' => result,
            _ when char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) => result.Append(c).Append(text[++i]),
            _ when char.IsSurrogate(c) => result.Append('\uFFFD'),
            _ => result.Append(c),
        };
    }
}
