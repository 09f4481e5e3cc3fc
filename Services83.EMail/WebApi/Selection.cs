namespace Services83.EMail.WebApi;

/// <summary>
/// The names in <c>$select</c>: properties separated by commas, nested ones after <c>/</c>, in any letter case; <c>*</c> means all of them.
/// An unknown name is ignored, as in the vendor's own example <c>name,department,category/id</c>.
/// </summary>
public sealed class Selection
{
    /// <summary>Most levels of nested properties.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most names.</summary>
    public const int MaxNames = 1000;

    private const string All = "*";

    private readonly Dictionary<string, Selection> _parts = new(StringComparer.OrdinalIgnoreCase);

    private Selection()
    {
    }

    /// <summary>Whether everything below is selected.</summary>
    public bool IsAll => _parts.Count == 0;

    /// <summary>Reads a selection.</summary>
    /// <returns>Null when it names nothing, which means everything.</returns>
    /// <exception cref="RestFormatException">It has too many names or levels.</exception>
    public static Selection? Parse(string? text)
    {
        var paths = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (paths.Length > MaxNames)
        {
            throw new RestFormatException($"names more than the {MaxNames} properties that are allowed", "$select");
        }

        if (paths.Contains(All))
        {
            return null;
        }

        var root = new Selection();
        foreach (var path in paths.Select(Names).Where(names => names.Length > 0).OrderBy(names => names.Length))
        {
            root.Add(path);
        }

        return root.IsAll ? null : root;
    }

    /// <summary>The selection within a property; null for one that is not selected.</summary>
    public Selection? Find(string property) => _parts.GetValueOrDefault(property);

    private static string[] Names(string path)
    {
        var names = path.Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        names = names is [.. var whole, All] ? whole : names;
        return names.Length <= MaxDepth ? names : throw new RestFormatException($"goes deeper than {MaxDepth} properties", "$select");
    }

    /// <summary>Shorter paths come first, so that a longer path does not restrict a property that is selected as a whole.</summary>
    private void Add(string[] names)
    {
        var node = this;
        for (var i = 0; i < names.Length; i++)
        {
            if (node._parts.TryGetValue(names[i], out var part))
            {
                if (part.IsAll)
                {
                    return;
                }
            }
            else
            {
                part = new Selection();
                node._parts.Add(names[i], part);
            }

            node = part;
        }
    }
}
