using System.Xml.Linq;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// A WSDL document as a sorted list of lines, one for each element, with names instead of prefixes: two documents that say the same
/// have the same lines. Address, documentation and the order of operations, messages and schema items say nothing.
/// </summary>
internal static class GoldenWsdl
{
    private static readonly string[] NameValued = ["type", "base", "element", "message", "binding", "itemType", "ref"];

    // Their children are a set; in any other element the order counts.
    private static readonly string[] Unordered = ["definitions", "types", "schema", "portType", "binding"];

    public static IReadOnlyList<string> Lines(XDocument document)
    {
        var lines = new List<string>();
        Collect(document.Root!, "", lines);
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static void Collect(XElement element, string parent, List<string> lines)
    {
        var attributes = element.Attributes()
            .Where(a => !a.IsNamespaceDeclaration && a.Name != "location" && a.Name != "schemaLocation")
            .Select(a => $"{a.Name}={Value(element, a)}")
            .Order(StringComparer.Ordinal);
        var path = $"{parent}/{element.Name.LocalName}({string.Join(' ', attributes)}){(element.HasElements ? "" : element.Value.Trim())}";
        lines.Add(path);
        var children = element.Elements().Where(child => child.Name.LocalName != "documentation").ToList();
        var ordered = !Unordered.Contains(element.Name.LocalName, StringComparer.Ordinal);
        for (var i = 0; i < children.Count; i++) Collect(children[i], ordered ? $"{path}#{i}" : path, lines);
    }

    private static string Value(XElement element, XAttribute attribute)
    {
        if (!NameValued.Contains(attribute.Name.LocalName, StringComparer.Ordinal)) return attribute.Value;
        var parts = attribute.Value.Split(':');
        var ns = parts.Length == 2 ? element.GetNamespaceOfPrefix(parts[0]) : element.GetDefaultNamespace();
        return $"{{{ns}}}{parts[^1]}";
    }
}
