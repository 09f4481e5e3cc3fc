using System.Reflection;
using System.Runtime.Serialization;
using System.Xml.Linq;
using System.Xml.Schema;
using NUnit.Framework;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Contract;

/// <summary>The carriers give the schemas that the vendor published, to the letter.</summary>
public sealed class PublishedSchemaTests
{
    // .NET 10 describes DateOnly and TimeOnly in every export; the published files are older.
    private static readonly string[] NewerThanThePublishedFiles = ["}dateOnly", "}timeOnly"];

    [TestCase(typeof(IEMailAgent), "EMail")]
    [TestCase(typeof(ISoPrincipal), "SoPrincipal")]
    public void Every_type_of_the_published_schema_is_exported_and_no_other(Type contract, string service)
    {
        var published = PublishedContract.Types(PublishedContract.Schemas(service));
        var exported = PublishedContract.Types(Export(contract));

        Assert.That(exported.Keys.Where(key => !IsNewer(key)), Is.EqualTo(published.Keys));
    }

    [TestCase(typeof(IEMailAgent), "EMail")]
    [TestCase(typeof(ISoPrincipal), "SoPrincipal")]
    public void Every_type_is_equal_to_the_published_one(Type contract, string service)
    {
        var published = PublishedContract.Types(PublishedContract.Schemas(service));
        var exported = PublishedContract.Types(Export(contract));

        Assert.Multiple(() =>
        {
            foreach (var (name, item) in published)
            {
                Assert.That(exported.GetValueOrDefault(name), Is.EqualTo(item), name);
            }
        });
    }

    [TestCase(typeof(IEMailAgent), "EMail")]
    [TestCase(typeof(ISoPrincipal), "SoPrincipal")]
    public void Every_operation_has_the_published_parts_in_their_order(Type contract, string service)
    {
        var published = PublishedContract.Schemas(service);
        var exporter = new XsdDataContractExporter();

        Assert.Multiple(() =>
        {
            foreach (var operation in ContractMethods.Of(contract))
            {
                var name = operation.Name[..^"Async".Length];
                var request = WireTypes.Arguments(operation).Select(Part);
                var response = WireTypes.Results(operation).Select(Part);

                Assert.That(request, Is.EqualTo(PublishedContract.Wrapper(published, name)), name);
                Assert.That(response, Is.EqualTo(PublishedContract.Wrapper(published, ResponseWrapper(operation, name))), name);
            }
        });

        string Part((string Name, Type Type) part)
        {
            var type = exporter.GetSchemaTypeName(part.Type)!;
            return $"{part.Name}: {ContractDigest.Name(type.Namespace, type.Name)}";
        }
    }

    [TestCase(typeof(IEMailAgent), "EMail")]
    [TestCase(typeof(ISoPrincipal), "SoPrincipal")]
    public void Every_message_has_the_published_header_blocks(Type contract, string service)
    {
        var headers = contract.GetCustomAttribute<MessageHeadersAttribute>()!;

        Assert.That(PublishedContract.Headers(service, "Request_Headers"), Is.EqualTo(new[] { Names(headers.Request) }));
        Assert.That(PublishedContract.Headers(service, "Response_Headers"), Is.EqualTo(new[] { Names(headers.Response) }));

        static string Names(Type holder) =>
            string.Join(' ', WireTypes.Headers(holder).Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    private static string ResponseWrapper(MethodInfo operation, string name) =>
        operation.ReturnType.GenericTypeArguments.FirstOrDefault()?.GetCustomAttribute<MessageContractAttribute>()?.WrapperName
        ?? $"{name}Response";

    private static IEnumerable<DigestNode> Export(Type contract)
    {
        var exporter = new XsdDataContractExporter();
        exporter.Export([.. WireTypes.Of(contract)]);
        return
        [
            .. exporter.Schemas.Schemas().Cast<XmlSchema>()
                .Where(schema => schema.TargetNamespace != XmlSchema.Namespace)
                .Select(Load),
        ];
    }

    private static DigestNode Load(XmlSchema schema)
    {
        using var text = new StringWriter();
        schema.Write(text);
        return DigestNode.Read(ContractDigest.Lines(XElement.Parse(text.ToString())));
    }

    private static bool IsNewer(string key) => NewerThanThePublishedFiles.Any(name => key.EndsWith(name, StringComparison.Ordinal));
}
