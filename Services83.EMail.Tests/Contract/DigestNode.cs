namespace Services83.EMail.Tests.Contract;

/// <summary>A line of a <see cref="ContractDigest"/> with the lines below it.</summary>
internal sealed class DigestNode(string text)
{
    private readonly List<DigestNode> _children = [];

    public IReadOnlyList<DigestNode> Children => _children;

    /// <summary>The kind of the line: element, complexType, message and so on.</summary>
    public string Kind { get; } = text.Split(' ')[0];

    /// <summary>The second word; if the item has no name, it is something else.</summary>
    public string Name { get; } = text.Split(' ').ElementAtOrDefault(1) ?? "";

    public string Text => text;

    /// <summary>All lines below it, at any depth, in order.</summary>
    public IEnumerable<DigestNode> Descendants => _children.SelectMany(child => child.Descendants.Prepend(child));

    /// <summary>The outline's topmost line.</summary>
    public static DigestNode Read(IEnumerable<string> lines)
    {
        var top = new DigestNode("");
        var above = new Stack<(int Depth, DigestNode Node)>([(-1, top)]);
        foreach (var line in lines.Where(line => line.Length > 0))
        {
            var depth = line.Length - line.TrimStart(' ').Length;
            while (above.Peek().Depth >= depth)
            {
                above.Pop();
            }

            var node = new DigestNode(line.Trim());
            above.Peek().Node._children.Add(node);
            above.Push((depth, node));
        }

        return top._children.Single();
    }

    /// <summary>The value of an attribute, also of one of the elements after a slash; null without it.</summary>
    public string? Attribute(string name) =>
        text.Split(' ').FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    /// <summary>The outline from here on.</summary>
    public override string ToString() =>
        string.Join('\n', _children.SelectMany(child => child.ToString().Split('\n')).Select(line => "  " + line).Prepend(text));
}
