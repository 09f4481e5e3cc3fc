using System.Xml.Linq;
using NUnit.Framework;
using Services83.EMail.Commands;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Metadata;
using Services83.EMail.Tests.Contract;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[TestFixture]
public sealed class WsdlTests
{
    [TestCase(typeof(IEMailAgent), "EMail")]
    [TestCase(typeof(ISoPrincipal), "SoPrincipal")]
    public void It_says_the_same_as_the_published_one(Type contract, string name)
    {
        GoldenFile.Holds(ContractDigest.Of(Export(contract, name)), PublishedContract.Digest(name));
    }

    [Test]
    public async Task The_files_in_the_repository_are_what_the_command_writes()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            Assert.That(await WsdlCommand.Create([]).Parse([folder.FullName]).InvokeAsync(), Is.Zero);
            foreach (var name in new[] { "EMail.wsdl", "SoPrincipal.wsdl" })
            {
                GoldenFile.Assert(await File.ReadAllTextAsync(Path.Combine(folder.FullName, name)), "wsdl", name);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void The_comparison_sees_a_changed_type_name_occurrence_order_and_header()
    {
        var original = ContractDigest.Of(Export(typeof(ISoPrincipal), "SoPrincipal"));
        foreach (var (from, to) in new[]
        {
            ("type=\"xs:int\"", "type=\"xs:long\""), ("name=\"Ticket\"", "name=\"Tickett\""), ("minOccurs=\"0\"", "minOccurs=\"1\""),
            ("part=\"Succeeded\"", "part=\"TimeZone\""), ("style=\"document\"", "style=\"rpc\""), ("nillable=\"true\"", "nillable=\"false\""),
        })
        {
            var text = Export(typeof(ISoPrincipal), "SoPrincipal").ToString();
            var at = text.IndexOf(from, StringComparison.Ordinal);
            var changed = text[..at] + to + text[(at + from.Length)..];
            Assert.That(ContractDigest.Of(XDocument.Parse(changed)), Is.Not.EqualTo(original), from);
        }
    }

    [Test]
    public void Prefixes_addresses_and_the_order_of_items_do_not_count()
    {
        var original = Export(typeof(ISoPrincipal), "SoPrincipal");
        var other = XDocument.Parse(original.ToString().Replace("tns:", "x:", StringComparison.Ordinal).Replace("xmlns:tns=", "xmlns:x=", StringComparison.Ordinal));
        other.Descendants().Where(e => e.Name.LocalName == "address").Single().SetAttributeValue("location", "http://elsewhere");
        var schema = other.Descendants().First(e => e.Name.LocalName == "schema");
        schema.ReplaceNodes(schema.Elements().Reverse().ToList());
        Assert.That(ContractDigest.Of(other), Is.EqualTo(ContractDigest.Of(original)));
    }

    private static XDocument Export(Type contract, string name) =>
        WsdlExporter.Export(ContractDescription.Of(contract), "https://example.com", $"Wcf{name}Service");
}
