using System.Xml.Linq;
using NUnit.Framework;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Metadata;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[TestFixture]
public sealed class WsdlTests
{
    [TestCase(typeof(IEMailAgent), "EMail")]
    [TestCase(typeof(ISoPrincipal), "SoPrincipal")]
    public void It_says_the_same_as_the_published_one(Type contract, string name)
    {
        var published = GoldenWsdl.Lines(XDocument.Load(SharedFolder.Require("contract", name + ".wsdl")));
        var ours = GoldenWsdl.Lines(WsdlExporter.Export(ContractDescription.Of(contract), "https://example.com", $"Wcf{name}Service"));
        Assert.That(ours, Is.EqualTo(published));
    }
}
