using System.Xml.Linq;
using System.Xml.Schema;

namespace Services83.EMail.Tests.Contract;

/// <summary>
/// Brings the items of schemas into a form in which equal means equal: prefixes are resolved, attributes are sorted. The order of
/// what is inside an item stays, as it is part of the contract; the order of items does not matter.
/// </summary>
internal static class CanonicalSchema
{
    private static readonly XNamespace Xs = XmlSchema.Namespace;
    private static readonly string[] NamesByPrefix = ["type", "base", "ref", "itemType"];

    /// <summary>The named types and the elements that stand for them, by kind and qualified name.</summary>
    public static SortedDictionary<string, string> Types(IEnumerable<XElement> schemas)
    {
        var items = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in schemas.Elements().Where(IsTypeOrItsElement))
        {
            var targetNamespace = (string?)item.Parent!.Attribute("targetNamespace");
            items.Add($"{item.Name.LocalName} {{{targetNamespace}}}{Name(item)}", Write(item).ToString());
        }
        return items;
    }

    /// <summary>The element of that name with its parts: the wrapper of a message's body.</summary>
    public static IEnumerable<string> Wrapper(IEnumerable<XElement> schemas, string name) =>
        schemas.Elements(Xs + "element").Single(element => Name(element) == name).Descendants(Xs + "element")
            .Select(part => $"{Name(part)}: {Resolve(part, (string)part.Attribute("type")!)}");

    private static bool IsTypeOrItsElement(XElement item) =>
        item.Name == Xs + "complexType"
        || item.Name == Xs + "simpleType"
        || item.Name == Xs + "attribute"
        || (item.Name == Xs + "element" && ((string?)item.Attribute("type"))?.Split(':')[^1] == Name(item));

    private static XElement Write(XElement element) => new(
        element.Name,
        element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration)
            .OrderBy(attribute => attribute.Name.ToString(), StringComparer.Ordinal)
            .Select(attribute => new XAttribute(
                attribute.Name,
                NamesByPrefix.Contains(attribute.Name.LocalName) ? Resolve(element, attribute.Value) : attribute.Value)),
        element.HasElements ? element.Elements().Select(Write) : element.Value.Trim());

    private static string Resolve(XElement scope, string name)
    {
        var parts = name.Split(':');
        var ns = parts.Length == 2 ? scope.GetNamespaceOfPrefix(parts[0])! : scope.GetDefaultNamespace();
        return $"{{{ns}}}{parts[^1]}";
    }

    private static string? Name(XElement item) => (string?)item.Attribute("name");
}
