using System.Runtime.Serialization;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Services83.EMail.Soap.Description;

namespace Services83.EMail.Soap.Metadata;

/// <summary>The schemas of a contract: its types as the framework's own exporter writes them, and an element for each message and header.</summary>
internal sealed class SchemaExporter
{
    private const string SerializationNamespace = "http://schemas.microsoft.com/2003/10/Serialization/";

    private static readonly XNamespace Xs = XmlSchema.Namespace;

    // Recent frameworks add these two types; the published schema does not have them, and no contract here uses them.
    private static readonly string[] TooNew = ["dateOnly", "timeOnly"];

    private readonly ContractDescription _contract;
    private readonly XsdDataContractExporter _exporter = new();
    private readonly XElement _schema;

    private SchemaExporter(ContractDescription contract)
    {
        _contract = contract;
        var messages = contract.Operations.SelectMany(operation => new[] { operation.Request, operation.Reply }).ToList();
        var headers = new[] { contract.RequestHeaders, contract.ReplyHeaders }.SelectMany(x => x?.Parts ?? []).ToList();
        _exporter.Export([.. messages.SelectMany(message => message.Parts).Concat(headers).Select(part => part.Type).Distinct()]);
        Schemas = [.. _exporter.Schemas.Schemas().Cast<XmlSchema>().Where(schema => schema.TargetNamespace != XmlSchema.Namespace).Select(ToElement)];
        foreach (var schema in Schemas.Where(schema => NamespaceOf(schema) == SerializationNamespace))
        {
            schema.Elements().Where(item => TooNew.Contains((string?)item.Attribute("name"), StringComparer.Ordinal)).Remove();
        }

        _schema = Schemas.Find(schema => NamespaceOf(schema) == contract.Namespace) ?? AddSchema();
        foreach (var message in messages.DistinctBy(message => message.WrapperName))
        {
            AddWrapper(message);
        }

        foreach (var header in headers.DistinctBy(header => header.Name))
        {
            AddHeader(header);
        }

        AddImports();
    }

    private List<XElement> Schemas { get; }

    /// <summary>The schemas; that of the contract first.</summary>
    public static IReadOnlyList<XElement> Export(ContractDescription contract)
    {
        var exporter = new SchemaExporter(contract);
        return [exporter._schema, .. exporter.Schemas.Where(schema => schema != exporter._schema)];
    }

    public static string NamespaceOf(XElement schema) => (string)schema.Attribute("targetNamespace")!;

    private static XElement ToElement(XmlSchema schema)
    {
        var document = new XDocument();
        using (var writer = document.CreateWriter())
        {
            schema.Write(writer);
        }

        return document.Root!;
    }

    private XElement AddSchema()
    {
        var schema = new XElement(
            Xs + "schema",
            new XAttribute(XNamespace.Xmlns + "xs", Xs.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "tns", _contract.Namespace),
            new XAttribute("elementFormDefault", "qualified"),
            new XAttribute("targetNamespace", _contract.Namespace));
        Schemas.Add(schema);
        return schema;
    }

    private void AddWrapper(MessageDescription message) => _schema.Add(new XElement(
        Xs + "element",
        new XAttribute("name", message.WrapperName),
        new XElement(
            Xs + "complexType",
            new XElement(Xs + "sequence", message.Parts.Select(part => TypedElement(part, new XAttribute("minOccurs", 0)))))));

    private void AddHeader(PartDescription header)
    {
        var exists = _schema.Elements(Xs + "element").Any(element => (string?)element.Attribute("name") == header.Name);
        if (!exists)
        {
            _schema.Add(TypedElement(header, null));
        }
    }

    private XElement TypedElement(PartDescription part, XAttribute? occurs)
    {
        var type = _exporter.GetSchemaTypeName(Nullable.GetUnderlyingType(part.Type) ?? part.Type)!;
        var nillable = !part.Type.IsValueType || Nullable.GetUnderlyingType(part.Type) is not null;
        var element = new XElement(
            Xs + "element", occurs, new XAttribute("name", part.Name), nillable ? new XAttribute("nillable", "true") : null);
        element.Add(new XAttribute("type", QualifiedName(element, type)));
        return element;
    }

    private string QualifiedName(XElement element, XmlQualifiedName type)
    {
        if (type.Namespace == XmlSchema.Namespace)
        {
            return $"xs:{type.Name}";
        }

        if (type.Namespace == _contract.Namespace)
        {
            return $"tns:{type.Name}";
        }

        element.Add(new XAttribute(XNamespace.Xmlns + "q1", type.Namespace));
        return $"q1:{type.Name}";
    }

    /// <summary>The contract's own schema imports every schema with elements and types of the contract.</summary>
    private void AddImports()
    {
        var imported = _schema.Elements(Xs + "import").Select(import => (string?)import.Attribute("namespace")).ToHashSet(StringComparer.Ordinal);
        var missing = Schemas.Where(schema => schema != _schema).Select(NamespaceOf).Where(ns => !imported.Contains(ns));
        foreach (var ns in missing)
        {
            _schema.AddFirst(new XElement(Xs + "import", new XAttribute("namespace", ns)));
        }
    }
}
