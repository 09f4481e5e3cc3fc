using System.Text;

namespace Services83.EMail.AddressBook.VCards;

/// <summary>Escapes and components of values (RFC 6350 section 3.4).</summary>
internal static class VCardText
{
    public static string Unescape(string value, bool isVersion21)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var escaped = value[i] == '\\' && i + 1 < value.Length ? Escaped(value[i + 1], isVersion21) : null;
            text.Append(escaped ?? value[i]);
            i += escaped is null ? 0 : 1;
        }

        return text.ToString();
    }

    /// <summary>Parts between semicolons; the elements of a list within a part are joined by spaces.</summary>
    public static IReadOnlyList<string> Components(string value, bool isVersion21)
    {
        var components = new List<string>();
        foreach (var part in Split(value, ';'))
        {
            var elements = isVersion21 ? [part] : Split(part, ',');
            components.Add(string.Join(' ', elements.Select(element => Unescape(element, isVersion21).Trim()).Where(element => element.Length > 0)));
        }

        return components;
    }

    private static char? Escaped(char character, bool isVersion21) => character switch
    {
        ';' or ',' or '\\' or ':' => character,
        'n' or 'N' when !isVersion21 => '\n',
        _ => null,
    };

    private static List<string> Split(string value, char separator)
    {
        var (parts, start) = (new List<string>(), 0);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\')
            {
                i++;
            }
            else if (value[i] == separator)
            {
                parts.Add(value[start..i]);
                start = i + 1;
            }
        }

        parts.Add(value[start..]);
        return parts;
    }
}
