namespace Services83.EMail.WebApi.Trees;

/// <summary>A value whose type is not known yet: text, or named parts, as forms and XML have them.</summary>
internal sealed class RestNode
{
    private Dictionary<string, RestNode>? _byName;

    /// <summary>Texts that were given for it: none for a value that consists of parts, several for a name that a form repeats.</summary>
    public List<string> Texts { get; } = [];

    public List<(string Name, RestNode Value)> Parts { get; } = [];

    /// <summary>Whether it stands for null, whatever is expected.</summary>
    public bool IsNull { get; init; }

    /// <summary>The part of that name, in any letter case; a new one when there is none.</summary>
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
