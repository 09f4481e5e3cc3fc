using Services83.EMail.Storage;

namespace Services83.EMail.AddressBook;

/// <summary>
/// The form in which names of persons are compared: their words in upper case and in alphabetical order, so that "Example, Ann", "Ann
/// Example" and "'ann example'" are equal.
/// </summary>
internal static class PersonName
{
    private static readonly char[] Separators = [' ', '\t', '\r', '\n', '\u00A0', ',', ';', '.', '"', '(', ')'];

    /// <summary>All words of the name; empty when there is none.</summary>
    public static string Key(string name) => Join(Words(name));

    /// <summary>The first and the last word, in the order of speech.</summary>
    public static string ShortKey(string name)
    {
        // Lists write "Ann Marie Example" as "Example, Ann Marie".
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        var words = Words(comma < 0 ? name : $"{name[(comma + 1)..]} {name[..comma]}");
        return words.Length < 3 ? Join(words) : Join([words[0], words[^1]]);
    }

    private static string[] Words(string name) =>
    [
        .. UnicodeText.Composed(name).ToUpperInvariant()
            .Split(Separators, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('\'', '\u2018', '\u2019'))
            .Where(word => word.Length > 0),
    ];

    private static string Join(string[] words) => string.Join(' ', words.Order(StringComparer.Ordinal));
}
