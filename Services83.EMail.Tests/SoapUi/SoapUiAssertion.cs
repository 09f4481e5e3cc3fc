using System.Xml.Linq;

namespace Services83.EMail.Tests.SoapUi;

/// <summary>An assertion of a request, with the meaning that it has in SoapUI.</summary>
internal abstract record SoapUiAssertion
{
    private static readonly XNamespace Con = "http://eviware.com/soapui/config";
    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    public static SoapUiAssertion Of(XElement assertion)
    {
        var configuration = assertion.Element(Con + "configuration")!;
        string Text(string name) => configuration.Element(name)!.Value;
        return assertion.Attribute("type")!.Value switch
        {
            "SOAP Response" => new IsSoap(),
            "SOAP Fault Assertion" => new IsNoFault(),
            "XPath Match" => new Matches(SoapUiPath.Parse(Text("path")), Text("content")),
            "Simple Contains" => new Contains(Text("token")),
            var type => throw new NotSupportedException($"The runner does not know the assertion '{type}'."),
        };
    }

    /// <summary>What is wrong with the reply; null if nothing is.</summary>
    public abstract string? Check(XDocument reply, string text);

    /// <summary>The reply is an envelope with a body.</summary>
    private sealed record IsSoap : SoapUiAssertion
    {
        public override string? Check(XDocument reply, string text) =>
            reply.Root!.Name == Soap + "Envelope" && reply.Root.Element(Soap + "Body") is not null ? null : "The reply is no SOAP message.";
    }

    private sealed record IsNoFault : SoapUiAssertion
    {
        public override string? Check(XDocument reply, string text) =>
            reply.Descendants(Soap + "Fault").FirstOrDefault() is { } fault ? $"The reply is a fault: {fault.Value}" : null;
    }

    /// <summary>One of the selected nodes has the text.</summary>
    private sealed record Matches(SoapUiPath Path, string Expected) : SoapUiAssertion
    {
        public override string? Check(XDocument reply, string text)
        {
            var found = Path.Select(reply);
            return found.Contains(Expected, StringComparer.Ordinal) ? null : $"{Path} is '{string.Join("', '", found)}', not '{Expected}'.";
        }
    }

    private sealed record Contains(string Token) : SoapUiAssertion
    {
        public override string? Check(XDocument reply, string text) => text.Contains(Token, StringComparison.Ordinal) ? null : $"The reply does not contain '{Token}'.";
    }
}
