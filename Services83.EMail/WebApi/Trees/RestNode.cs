namespace Services83.EMail.WebApi.Trees;

/// <summary>A value of unknown type: text, or named parts, as in forms and XML.</summary>
internal sealed class RestNode
{
    private Dictionary<string, RestNode>? _byName;

    /// <summary>Its texts: none for a value that consists of parts, several for a name that a form repeats.</summary>
    public List<string> Texts { get; } = [];

    public List<(string Name, RestNode Value)> Parts { get; } = [];

    /// <summary>Whether it means null for every type.</summary>
    public bool IsNull { get; init; }

    /// <summary>The part with that name, in any letter case; a new one when there is none.</summary>
    public RestNode Part(string name)
    {
        _byName ??= new(StringComparer.OrdinalIgnoreCase);
        if (!_byName.TryGetValue(name, out var part))
        {
            part = new RestNode();
            _byName.Add(name, part);
            Parts.Add((name, part));
        }

        return part;
    }
}
