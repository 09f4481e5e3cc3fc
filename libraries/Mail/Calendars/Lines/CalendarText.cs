using System.Text;

namespace Services83.EMail.Mail.Calendars.Lines;

/// <summary>Escapes in text (RFC 5545, 3.3.11) and in the values of parameters (RFC 6868).</summary>
internal static class CalendarText
{
    /// <summary>A backslash before any other character than those of the RFC stays, because some programs escape nothing.</summary>
    public static string Unescape(string value) => Decode(value, '\\', static c => c switch
    {
        'n' or 'N' => "\n",
        '\\' or ';' or ',' or ':' or '"' => c.ToString(),
        _ => null,
    });

    public static string UnescapeParameter(string value) => Decode(value, '^', static c => c switch
    {
        'n' => "\n",
        '^' => "^",
        '\'' => "\"",
        _ => null,
    });

    /// <summary>Splits at commas that are not escaped.</summary>
    public static IEnumerable<string> SplitList(string value)
    {
        var start = 0;
        for (var i = 0; i <= value.Length; i++)
        {
            if (i == value.Length || value[i] == ',')
            {
                yield return value[start..i];
                start = i + 1;
            }
            else if (value[i] == '\\')
            {
                i = Math.Min(i + 1, value.Length - 1);
            }
        }
    }

    private static string Decode(string value, char escape, Func<char, string?> meaning)
    {
        if (!value.Contains(escape, StringComparison.Ordinal))
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == escape && i + 1 < value.Length && meaning(value[i + 1]) is { } decoded)
            {
                text.Append(decoded);
                i++;
            }
            else
            {
                text.Append(value[i]);
            }
        }

        return text.ToString();
    }
}
