using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Services83.EMail.Doors.Rest.OpenApi;

/// <summary>
/// The documentation comments of the contract's operations, parameters and members, from the XML file that the compiler writes beside the
/// program. If that file is missing, all texts are empty.
/// </summary>
internal sealed partial class ContractDocumentation
{
    private const string Suffix = "Async";

    // Read for the first caller who asks for a text; most servers have none.
    private readonly Lazy<Dictionary<string, XElement>> _members = new(Read);

    public string? SummaryOf(MethodInfo method) => Text(Find(method)?.Element("summary"));

    public string? ReturnsOf(MethodInfo method) => Text(Find(method)?.Element("returns"));

    public string? ParameterOf(MethodInfo method, int index) => Text(Find(method)?.Elements("param")
        .FirstOrDefault(param => (string?)param.Attribute("name") == method.GetParameters()[index].Name));

    public string? SummaryOf(Type type) => Text(_members.Value.GetValueOrDefault($"T:{type.FullName}")?.Element("summary"));

    public string? SummaryOf(PropertyInfo property) =>
        Text(_members.Value.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}")?.Element("summary"));

    private static Dictionary<string, XElement> Read()
    {
        var file = Path.Combine(AppContext.BaseDirectory, typeof(IEMailAgent).Assembly.GetName().Name + ".xml");
        return File.Exists(file)
            ? XDocument.Load(file).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal)
            : new(StringComparer.Ordinal);
    }

    /// <summary>Found by name alone: no operation is overloaded.</summary>
    private XElement? Find(MethodInfo method)
    {
        var name = $"M:{method.DeclaringType!.FullName}.{method.Name}";
        return _members.Value.GetValueOrDefault(name)
            ?? _members.Value.FirstOrDefault(member => member.Key.StartsWith(name + "(", StringComparison.Ordinal)).Value;
    }

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var text = string.Concat(element.DescendantNodes().Select(node => node switch
        {
            XText words => words.Value,
            XElement { IsEmpty: true } reference => NameIn((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? ""),
            _ => "",
        }));
        return Blanks().Replace(text, " ").Trim();
    }

    /// <summary>The name for callers: operations do not have the suffix of their methods.</summary>
    private static string NameIn(string reference)
    {
        var name = reference.Split('(')[0].Split('.', ':')[^1];
        return reference.StartsWith("M:", StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
