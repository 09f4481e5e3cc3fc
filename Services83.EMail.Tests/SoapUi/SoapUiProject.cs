using System.Xml.Linq;

namespace Services83.EMail.Tests.SoapUi;

/// <summary>What the runner uses of a project file of SoapUI: requests with assertions, and transfers of properties.</summary>
internal sealed class SoapUiProject
{
    private static readonly XNamespace Con = "http://eviware.com/soapui/config";
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    private SoapUiProject(XElement project)
    {
        Properties = PropertiesOf(project);
        Actions = project.Elements(Con + "interface").SelectMany(service => service.Elements(Con + "operation").Select(operation => (
            Service: Name(service), Operation: Name(operation), Action: operation.Attribute("action")!.Value)))
            .ToDictionary(entry => (entry.Service, entry.Operation), entry => entry.Action);
        Definitions = [.. project.Elements(Con + "interface").Select(service => service.Attribute("definition")!.Value)];
        Cases = [.. project.Elements(Con + "testSuite").Elements(Con + "testCase").Select(test => new SoapUiCase(
            Name(test), PropertiesOf(test), [.. test.Elements(Con + "testStep").Select(StepOf)]))];
    }

    /// <summary>The project's own, by name.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; }

    /// <summary>The SOAPAction of each operation of each interface.</summary>
    public IReadOnlyDictionary<(string Service, string Operation), string> Actions { get; }

    /// <summary>The paths of the WSDLs, relative to the file.</summary>
    public IReadOnlyList<string> Definitions { get; }

    public IReadOnlyList<SoapUiCase> Cases { get; }

    public IEnumerable<SoapUiRequest> Requests => Cases.SelectMany(test => test.Steps).OfType<SoapUiRequest>();

    public static SoapUiProject Load(string path) => new(XDocument.Load(path).Root!);

    private static SoapUiStep StepOf(XElement step) => (step.Attribute("type")!.Value, step.Element(Con + "config")!) switch
    {
        ("request", var config) => RequestOf(Name(step), config),
        ("transfer", var config) => TransferOf(Name(step), config.Elements(Con + "transfers").Single()),
        (var type, _) => throw new NotSupportedException($"The runner does not know steps of the type '{type}'."),
    };

    private static SoapUiRequest RequestOf(string name, XElement config)
    {
        Expect(config, "RequestStep");
        var request = config.Element(Con + "request")!;
        return new(
            name, Text(config, "interface"), Text(config, "operation"), Text(request, "endpoint"), Text(request, "request"),
            [.. request.Elements(Con + "assertion").Select(SoapUiAssertion.Of)]);
    }

    private static SoapUiTransfer TransferOf(string name, XElement transfer)
    {
        Expect(transfer.Parent!, "PropertyTransfersStep");
        return Text(transfer, "sourceType") == "Response" && Text(transfer, "targetStep") == "#TestCase#"
            ? new(name, Text(transfer, "sourceStep"), SoapUiPath.Parse(Text(transfer, "sourcePath")), Text(transfer, "targetType"))
            : throw new NotSupportedException($"The transfer '{name}' is not from a response to the test case.");
    }

    private static void Expect(XElement config, string type)
    {
        if (config.Attribute(Instance + "type")?.Value != $"con:{type}")
        {
            throw new NotSupportedException($"A configuration is not of the type {type}.");
        }
    }

    private static Dictionary<string, string> PropertiesOf(XElement holder) => holder.Elements(Con + "properties").Elements(Con + "property")
        .ToDictionary(property => Text(property, "name"), property => Text(property, "value"));

    private static string Name(XElement element) => element.Attribute("name")!.Value;

    private static string Text(XElement element, string child) => element.Element(Con + child)!.Value;
}

/// <summary>A test case: its steps run one after another.</summary>
/// <param name="Properties">Their values at the beginning.</param>
internal sealed record SoapUiCase(string Name, IReadOnlyDictionary<string, string> Properties, IReadOnlyList<SoapUiStep> Steps);

internal abstract record SoapUiStep(string Name);

/// <summary>Posts an envelope and examines the reply.</summary>
internal sealed record SoapUiRequest(
    string Name, string Service, string Operation, string Endpoint, string Envelope, IReadOnlyList<SoapUiAssertion> Assertions) : SoapUiStep(Name);

/// <summary>Writes a part of an earlier reply into a property of the test case.</summary>
internal sealed record SoapUiTransfer(string Name, string Source, SoapUiPath Path, string Target) : SoapUiStep(Name);
