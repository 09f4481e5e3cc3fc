using System.Xml.Linq;
using Services83.EMail.Soap.Description;

namespace Services83.EMail.Soap.Metadata;

/// <summary>Describes a contract as WSDL 1.1, in the same form as WCF for a BasicHttpBinding.</summary>
public static class WsdlExporter
{
    private static readonly XNamespace Wsdl = "http://schemas.xmlsoap.org/wsdl/";
    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/wsdl/soap/";
    private static readonly XNamespace Xsd = "http://www.w3.org/2001/XMLSchema";
    private static readonly XNamespace Wsaw = "http://www.w3.org/2006/05/addressing/wsdl";

    /// <summary>One document with all schemas in it (<c>?singleWsdl</c>).</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="address">The address of the service.</param>
    /// <param name="serviceName">Name of the service element.</param>
    public static XDocument Export(ContractDescription contract, string address, string serviceName) =>
        Export(contract, address, serviceName, SchemaExporter.Export(contract));

    /// <summary>A document that imports its schemas from <c>?xsd=xsd0</c> and so on (<c>?wsdl</c>).</summary>
    internal static XDocument ExportWithImports(ContractDescription contract, string address, string serviceName)
    {
        var imports = SchemaExporter.Export(contract).Select((schema, i) => new XElement(
            Xsd + "import",
            new XAttribute("schemaLocation", $"{address}?xsd=xsd{i}"),
            new XAttribute("namespace", SchemaExporter.NamespaceOf(schema))));
        var types = new XElement(Xsd + "schema", new XAttribute("targetNamespace", contract.Namespace + "/Imports"), imports);
        return Export(contract, address, serviceName, [types]);
    }

    /// <summary>The separate schemas, each importing the others by address.</summary>
    internal static IReadOnlyList<XDocument> ExportSchemas(ContractDescription contract, string address)
    {
        var schemas = SchemaExporter.Export(contract);
        var locations = schemas
            .Select((schema, i) => (Namespace: SchemaExporter.NamespaceOf(schema), Location: $"{address}?xsd=xsd{i}"))
            .ToDictionary(x => x.Namespace, x => x.Location, StringComparer.Ordinal);
        foreach (var import in schemas.SelectMany(schema => schema.Elements(Xsd + "import")))
        {
            if (locations.TryGetValue((string?)import.Attribute("namespace") ?? "", out var location))
            {
                import.SetAttributeValue("schemaLocation", location);
            }
        }

        return [.. schemas.Select(schema => new XDocument(schema))];
    }

    private static XDocument Export(ContractDescription contract, string address, string serviceName, IEnumerable<XElement> schemas)
    {
        XNamespace tns = contract.Namespace;
        return new XDocument(new XElement(
            Wsdl + "definitions",
            new XAttribute("name", serviceName),
            new XAttribute("targetNamespace", contract.Namespace),
            new XAttribute(XNamespace.Xmlns + "wsdl", Wsdl.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "soap", Soap.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "soap12", "http://schemas.xmlsoap.org/wsdl/soap12/"),
            new XAttribute(XNamespace.Xmlns + "wsaw", Wsaw.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "xsd", Xsd.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "tns", tns.NamespaceName),
            new XElement(Wsdl + "types", schemas),
            contract.Operations.SelectMany(Messages).DistinctBy(message => (string)message.Attribute("name")!),
            new XElement(Wsdl + "portType", new XAttribute("name", contract.Name), contract.Operations.Select(PortOperation)),
            Binding(contract),
            Service(contract, address, serviceName)));
    }

    private static string RequestName(OperationDescription operation) => operation.Name + "Request";

    private static string ReplyName(OperationDescription operation) => operation.Reply.WrapperName;

    private static IEnumerable<XElement> Messages(OperationDescription operation)
    {
        yield return Message(RequestName(operation), ("parameters", operation.Request.WrapperName));
        if (operation.Contract.RequestHeaders is { } request)
        {
            yield return HeaderMessage(RequestName(operation), request);
        }

        yield return Message(ReplyName(operation), ("parameters", operation.Reply.WrapperName));
        if (operation.Contract.ReplyHeaders is { } reply)
        {
            yield return HeaderMessage(ReplyName(operation), reply);
        }
    }

    private static XElement HeaderMessage(string message, HeadersDescription headers) =>
        Message(message + "_Headers", [.. headers.Parts.Select(part => (part.Name, part.Name))]);

    private static XElement Message(string name, params (string Name, string Element)[] parts) => new(
        Wsdl + "message",
        new XAttribute("name", name),
        parts.Select(part => new XElement(
            Wsdl + "part", new XAttribute("name", part.Name), new XAttribute("element", "tns:" + part.Element))));

    private static XElement PortOperation(OperationDescription operation) => new(
        Wsdl + "operation",
        new XAttribute("name", operation.Name),
        PortMessage("input", operation.Action, RequestName(operation)),
        PortMessage("output", operation.ReplyAction, ReplyName(operation)));

    private static XElement PortMessage(string direction, string action, string name) => new(
        Wsdl + direction,
        new XAttribute(Wsaw + "Action", action),
        new XAttribute("name", name),
        new XAttribute("message", "tns:" + name));

    private static XElement Binding(ContractDescription contract) => new(
        Wsdl + "binding",
        new XAttribute("name", "BasicHttpBinding_" + contract.Name),
        new XAttribute("type", "tns:" + contract.Name),
        new XElement(Soap + "binding", new XAttribute("transport", "http://schemas.xmlsoap.org/soap/http")),
        contract.Operations.Select(BoundOperation));

    private static XElement BoundOperation(OperationDescription operation) => new(
        Wsdl + "operation",
        new XAttribute("name", operation.Name),
        new XElement(Soap + "operation", new XAttribute("soapAction", operation.Action), new XAttribute("style", "document")),
        BoundMessage("input", RequestName(operation), operation.Contract.RequestHeaders),
        BoundMessage("output", ReplyName(operation), operation.Contract.ReplyHeaders));

    private static XElement BoundMessage(string direction, string name, HeadersDescription? headers) => new(
        Wsdl + direction,
        new XAttribute("name", name),
        (headers?.Parts ?? []).Select(part => new XElement(
            Soap + "header",
            new XAttribute("message", $"tns:{name}_Headers"),
            new XAttribute("part", part.Name),
            new XAttribute("use", "literal"))),
        new XElement(Soap + "body", new XAttribute("use", "literal")));

    private static XElement Service(ContractDescription contract, string address, string serviceName) => new(
        Wsdl + "service",
        new XAttribute("name", serviceName),
        new XElement(
            Wsdl + "port",
            new XAttribute("name", "BasicHttpBinding_" + contract.Name),
            new XAttribute("binding", "tns:BasicHttpBinding_" + contract.Name),
            new XElement(Soap + "address", new XAttribute("location", address))));
}
