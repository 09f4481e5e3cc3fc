using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NUnit.Framework;
using Services83.EMail.Commands.Demo;
using Services83.EMail.Tests.Doors.Rest;
using Services83.EMail.Tests.Engines.Gateway;
using Services83.EMail.Tests.Soap;
using Services83.EMail.Tests.Support;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.Contract;

/// <summary>
/// Compares the facts in the repository with their sources, if they are available: see <see cref="Originals"/>. With UPDATE_GOLDEN=1 the
/// facts are written again.
/// </summary>
[TestFixtureSource(nameof(Folders))]
[Category(Originals.Category)]
internal sealed partial class OriginalsTests(string folder)
{
    /// <summary>Recordings of properties that only that host had: its own limits, endpoints, error settings and demonstration
    /// operations.</summary>
    private static readonly HashSet<string> Elsewhere = new(StringComparer.Ordinal)
    {
        "78", "79", "80", "81", "82", "83", "84", "87", "89",
        "163", "164", "165", "166", "167", "168", "169", "170", "171", "178", "180", "181", "182", "183", "185", "186", "187", "188",
        "189", "190", "191", "266", "267",
    };

    /// <summary>None without the originals: then these tests do not exist, and are not reported as skipped.</summary>
    private static IEnumerable<string> Folders => Originals.Folder is { } folder ? [folder] : [];

    [TestCase("EMail")]
    [TestCase("SoPrincipal")]
    public void The_contract_is_the_published_one(string service) =>
        GoldenFile.Assert(ContractDigest.Of(XDocument.Load(PathOf("contract", service + ".wsdl"))), PublishedContract.Digest(service));

    [Test]
    public void The_web_API_is_the_published_one()
    {
        using var swagger = JsonDocument.Parse(File.ReadAllText(PathOf("contract", "Swagger-v1-EMailAgent.json")));
        var facts = ApiDigest.Of(swagger.RootElement, [.. RestOperations.All.Select(operation => operation.Name)]);

        GoldenFile.Assert(string.Join('\n', facts) + "\n", PublishedSwagger.Digest);
    }

    [Test]
    public void The_wire_is_the_recorded_one()
    {
        var cases =
            from file in Directory.EnumerateFiles(PathOf("wire"), "*.req")
            let title = Path.GetFileNameWithoutExtension(file)
            let reply = Path.ChangeExtension(file, ".resp")
            where !Elsewhere.Contains(title.Split('-')[0]) && File.Exists(reply)
            orderby int.Parse(title.Split('-')[0], null), title
            let answer = WireAnswer.Parse(File.ReadAllBytes(reply))
            select new WireCase(title, File.ReadAllBytes(file), answer.Status, answer.Essence);
        var text = string.Concat(cases.Select(wire => wire.ToString()));

        GoldenFile.Assert(text, WireCase.File);
        Assert.That(WireCase.Read(text).Select(wire => wire.Request), Is.EqualTo(cases.Select(wire => wire.Request)), "nothing is lost in the file");
    }

    [Test]
    public void The_demo_posts_the_printed_request() =>
        Assert.That(Encoding.UTF8.GetString(DemoClient.Sample), Is.EqualTo(Printed("soap", "SyncEmailAccounts")));

    /// <summary>Each printed request has the elements, types and values of the one that is generated from the contract's facts.</summary>
    [TestCase("EMail", "soap")]
    [TestCase("SoPrincipal", "soap-principal")]
    public void The_samples_are_as_the_printed_ones(string service, string pages)
    {
        Assert.Multiple(() =>
        {
            foreach (var operation in PublishedContract.Operations(service))
            {
                Assert.That(Facts(SoapSample.Of(service, operation, "")), Is.EqualTo(Facts(Printed(pages, operation))), operation);
            }
        });
    }

    [Test]
    public void Every_operation_has_a_printed_request_of_the_web_API() => Assert.That(
        Directory.EnumerateFiles(PathOf("contract", "rest"), "*.md").Select(Path.GetFileNameWithoutExtension),
        Is.EquivalentTo(ContractMethods.Names));

    /// <summary>The content of an envelope's body, one element per line. All times count as equal.</summary>
    private static string[] Facts(string envelope)
    {
        var body = XElement.Parse(envelope).Elements().Single(element => element.Name.LocalName == "Body");
        return
        [
            .. body.Descendants().Select(element => string.Join(
                ' ', element.Name.LocalName, string.Join(' ', element.Attributes().Select(attribute => attribute.Value.Split(':')[^1])),
                element.HasElements ? "" : Moment().Replace(element.Value, "moment"))),
        ];
    }

    /// <summary>The first XML block of the documentation's page for the operation.</summary>
    private string Printed(string pages, string operation) =>
        XmlBlock().Match(File.ReadAllText(PathOf("contract", pages, operation + ".md"))).Groups["xml"].Value;

    private string PathOf(params string[] path) => Path.Combine([folder, .. path]);

    [GeneratedRegex("```xml\\r?\\n(?<xml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex XmlBlock();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:]+Z$")]
    private static partial Regex Moment();
}
