using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;

namespace Services83.EMail.Tests.SoapUi;

/// <summary>An XPath with SoapUI's declarations of namespaces before it.</summary>
internal sealed partial class SoapUiPath
{
    private readonly System.Xml.XmlNamespaceManager _namespaces = new(new System.Xml.NameTable());
    private readonly string _path;

    private SoapUiPath(string text)
    {
        foreach (Match declaration in Declaration().Matches(text))
        {
            _namespaces.AddNamespace(declaration.Groups["prefix"].Value, declaration.Groups["uri"].Value);
        }

        _path = Declaration().Replace(text, "").Trim();
    }

    public static SoapUiPath Parse(string text) => new(text);

    /// <summary>The texts of the nodes that it selects, or its value as one text.</summary>
    public IReadOnlyList<string> Select(XDocument document) => document.CreateNavigator().Evaluate(_path, _namespaces) switch
    {
        XPathNodeIterator nodes => [.. nodes.Cast<XPathNavigator>().Select(node => node.Value)],
        bool value => [value ? "true" : "false"],
        var value => [Convert.ToString(value, CultureInfo.InvariantCulture)!],
    };

    public override string ToString() => _path;

    [GeneratedRegex("declare namespace (?<prefix>\\w+)='(?<uri>[^']+)';", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declaration();
}
