using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Contract;

/// <summary>
/// The facts of the vendor's WSDL files, in the outline of <see cref="ContractDigest"/>. We may not redistribute the files themselves; <see
/// cref="OriginalsTests"/> compares the outlines with them if they are available.
/// </summary>
internal static class PublishedContract
{
    private const StringComparison Exactly = StringComparison.Ordinal;

    /// <summary>Where the outline is, as a path in the repository.</summary>
    public static string[] Digest(string service) => ["Services83.EMail.Tests", "Contract", "Digest", service + ".txt"];

    public static IReadOnlyList<DigestNode> Schemas(string service) => [.. Read(service).Descendants.Where(node => node.Kind == "schema")];

    /// <summary>The named types and the elements that stand for them, by kind and name, each with all that is said of it.</summary>
    public static SortedDictionary<string, string> Types(IEnumerable<DigestNode> schemas)
    {
        var items = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var schema in schemas)
        {
            foreach (var item in schema.Children.Where(IsTypeOrItsElement))
            {
                items.Add($"{item.Kind} {{{schema.Attribute("targetNamespace")}}}{item.Name}", item.ToString());
            }
        }

        return items;
    }

    /// <summary>The parts of the element of that name, the wrapper of a message's body: name and type.</summary>
    public static IEnumerable<string> Wrapper(IEnumerable<DigestNode> schemas, string name) =>
        schemas.SelectMany(schema => schema.Children).Single(item => item.Kind == "element" && item.Name == name)
            .Children.Select(part => $"{part.Name}: {part.Attribute("type")}");

    /// <summary>The header blocks of every message whose name ends so, without repetition.</summary>
    public static IEnumerable<string> Headers(string service, string messages) =>
        Read(service).Children.Where(node => node.Kind == "message" && node.Name.EndsWith(messages, Exactly))
            .Select(message => string.Join(' ', message.Children.Select(part => part.Name)))
            .Distinct(StringComparer.Ordinal);

    /// <summary>The names of a service's operations.</summary>
    public static IReadOnlyList<string> Operations(string service) =>
    [
        .. Read(service).Children.Single(node => node.Kind == "portType").Children.Select(operation => operation.Name),
    ];

    private static bool IsTypeOrItsElement(DigestNode item) =>
        item.Kind is "complexType" or "simpleType" or "attribute"
        || (item.Kind == "element" && item.Attribute("type")?.Split(':')[^1] == item.Name);

    private static DigestNode Read(string service) => DigestNode.Read(File.ReadLines(Repository.PathOf(Digest(service))));
}
