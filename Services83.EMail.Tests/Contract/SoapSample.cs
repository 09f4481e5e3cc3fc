using System.Xml.Linq;
using System.Xml.Schema;

namespace Services83.EMail.Tests.Contract;

/// <summary>
/// A request in the form of the vendor's documentation for each operation, generated from the facts of its contract: SOAP 1.2, the header
/// blocks outside any Header, every member present with its <c>xsi:type</c> and its smallest value.
/// </summary>
internal sealed class SoapSample
{
    // From this operation on, numbers are nil in the printed requests.
    private const int NilDepth = 7;

    private static readonly XNamespace Soap12 = "http://www.w3.org/2003/05/soap-envelope";
    private static readonly XNamespace Services83 = ServiceNamespace.Services83;
    private static readonly XNamespace Arrays = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";
    private static readonly XNamespace Instance = XmlSchema.InstanceNamespace;

    private static readonly Dictionary<string, string> Least = new(StringComparer.Ordinal)
    {
        ["int"] = "0", ["short"] = "0", ["double"] = "0.0", ["boolean"] = "false", ["string"] = "", ["base64Binary"] = "",
        ["dateTime"] = "2021-03-25T21:35:04Z",
    };

    private readonly ILookup<string, DigestNode> _items;

    private SoapSample(string service) => _items = PublishedContract.Schemas(service).SelectMany(schema => schema.Children)
        .ToLookup(item => $"{item.Kind} {item.Name}", StringComparer.Ordinal);

    /// <param name="service">EMail or SoPrincipal.</param>
    /// <param name="operation">One of its operations.</param>
    /// <param name="ticket">The ticket in the request's header block.</param>
    public static string Of(string service, string operation, string ticket) => new SoapSample(service).Envelope(operation, ticket).ToString();

    private XElement Envelope(string operation, string ticket) => new(
        Soap12 + "Envelope",
        new XAttribute(XNamespace.Xmlns + "s", Soap12),
        new XAttribute(XNamespace.Xmlns + "xsi", Instance),
        new XAttribute(XNamespace.Xmlns + "xsd", XmlSchema.Namespace),
        new XAttribute(XNamespace.Xmlns + "arrays", Arrays),
        new XAttribute(XNamespace.Xmlns + "so", Services83),
        new XElement(Services83 + "ApplicationToken", "1234567-1234-9876"),
        new XElement(Services83 + "Credentials", new XElement(Services83 + "Ticket", ticket)),
        new XElement(Soap12 + "Body", new XElement(
            Services83 + operation, _items[$"element {operation}"].Single().Children.Select(part => Member(Services83, part, depth: 1)))));

    private XElement Member(XNamespace ns, DigestNode member, int depth)
    {
        // An entry of a dictionary has a type without a name.
        if (member.Attribute("type") is not { } type)
        {
            return new XElement(ns + member.Name, Elements(member).Select(child => Member(ns, child, depth + 1)));
        }

        if (depth >= NilDepth && type == "xs:int")
        {
            return new XElement(ns + member.Name, new XAttribute(Instance + "nil", "true"));
        }

        return new XElement(ns + member.Name, new XAttribute(Instance + "type", Prefixed(type)), Content(type, depth + 1));
    }

    private IEnumerable<object> Content(string type, int depth)
    {
        if (type.StartsWith("xs:", StringComparison.Ordinal))
        {
            return [Least[type[3..]]];
        }

        var parts = type.Split(':');
        if (_items[$"simpleType {parts[^1]}"].SingleOrDefault() is { } values)
        {
            return [values.Descendants.First(value => value.Kind == "enumeration").Attribute("value")!];
        }

        var ns = parts.Length == 2 ? Arrays : Services83;
        return Elements(_items[$"complexType {parts[^1]}"].Single()).Select(child => Member(ns, child, depth));
    }

    /// <summary>The sequence has a line of its own where the type is also said to be a dictionary.</summary>
    private static IEnumerable<DigestNode> Elements(DigestNode item) =>
        (item.Children.SingleOrDefault(child => child.Kind == "sequence") ?? item).Children.Where(child => child.Kind == "element");

    private static string Prefixed(string type) =>
        type.StartsWith("xs:", StringComparison.Ordinal) ? "xsd:" + type[3..] : type.Contains(':', StringComparison.Ordinal) ? type : "so:" + type;
}
