using System.Xml.Linq;
using System.Xml.Schema;

namespace Services83.EMail.Tests.Contract;

/// <summary>
/// The content of a WSDL as an indented outline: a line for each element with its name, its other attributes sorted, and names instead of
/// prefixes. A single child without a name is on its parent's line, after a slash. Two equivalent documents have the same outline. Address,
/// documentation and the order of operations, messages and schema items are ignored.
/// </summary>
internal static class ContractDigest
{
    private static readonly string[] NameValued = ["type", "base", "element", "message", "binding", "itemType", "ref"];

    // Their children are a set; in any other element the order counts.
    private static readonly string[] Unordered = ["definitions", "types", "schema", "portType", "binding"];

    private static readonly string[] Meaningless = ["location", "schemaLocation"];

    private static readonly Dictionary<string, string> Prefixes = new(StringComparer.Ordinal)
    {
        [XmlSchema.Namespace] = "xs:",
        [ServiceNamespace.Services83] = "",
        ["http://schemas.microsoft.com/2003/10/Serialization/"] = "ser:",
        ["http://schemas.microsoft.com/2003/10/Serialization/Arrays"] = "arrays:",
        ["http://schemas.xmlsoap.org/wsdl/soap/"] = "soap:",
        ["http://www.w3.org/2006/05/addressing/wsdl"] = "wsaw:",
    };

    private static readonly XNamespace Wsdl = "http://schemas.xmlsoap.org/wsdl/";

    public static string Of(XDocument wsdl) => string.Join('\n', Lines(wsdl.Root!)) + "\n";

    public static IReadOnlyList<string> Lines(XElement element)
    {
        var text = Head(element);
        var children = Children(element);
        while (!Unordered.Contains(element.Name.LocalName, StringComparer.Ordinal) && children is [{ } only] && only.Attribute("name") is null)
        {
            text += $" / {Head(only)}";
            (element, children) = (only, Children(only));
        }

        var blocks = children.Select(Lines);
        if (Unordered.Contains(element.Name.LocalName, StringComparer.Ordinal))
        {
            blocks = blocks.OrderBy(block => string.Join('\n', block), StringComparer.Ordinal);
        }

        return [text, .. blocks.SelectMany(block => block.Select(line => "  " + line))];
    }

    /// <summary>A name as the outline writes it; those of Services83 have no prefix.</summary>
    public static string Name(string ns, string local) => (Prefixes.TryGetValue(ns, out var prefix) ? prefix : $"{{{ns}}}") + local;

    private static XElement[] Children(XElement element) => [.. element.Elements().Where(child => child.Name.LocalName != "documentation")];

    private static string Head(XElement element)
    {
        var isUsual = element.Name.Namespace == Wsdl || element.Name.NamespaceName == XmlSchema.Namespace;
        var kind = isUsual ? element.Name.LocalName : Name(element.Name.NamespaceName, element.Name.LocalName);
        var attributes = element.Attributes()
            .Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Name != "name" && !Meaningless.Contains(attribute.Name.LocalName))
            .Select(attribute => $"{AttributeName(attribute.Name)}={Value(element, attribute)}")
            .Order(StringComparer.Ordinal);
        string[] parts = [kind, (string?)element.Attribute("name") ?? "", .. attributes, element.HasElements ? "" : element.Value.Trim()];
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    private static string AttributeName(XName name) =>
        name.NamespaceName.Length == 0 ? name.LocalName : Name(name.NamespaceName, name.LocalName);

    private static string Value(XElement element, XAttribute attribute)
    {
        if (!NameValued.Contains(attribute.Name.LocalName, StringComparer.Ordinal))
        {
            return attribute.Value;
        }

        var parts = attribute.Value.Split(':');
        var ns = parts.Length == 2 ? element.GetNamespaceOfPrefix(parts[0])! : element.GetDefaultNamespace();
        return Name(ns.NamespaceName, parts[^1]);
    }
}
