using System.Collections.Concurrent;
using System.Net;
using System.Runtime.Serialization;
using System.Text;
using System.Xml.Linq;

namespace Services83.EMail.Tests.Support;

/// <summary>A SOAP 1.1 client that owes nothing to the server's own reader and writer: envelopes by LINQ to XML, carriers by the framework.</summary>
/// <param name="service">Address of the service.</param>
/// <param name="contract">Name of the port type: <c>EMail</c> or <c>SoPrincipal</c>.</param>
/// <param name="replies">Where the text of every reply is kept.</param>
public sealed class SoapTestClient(HttpClient http, Uri service, string contract, ConcurrentQueue<string> replies)
{
    internal static readonly XNamespace Services83 = ServiceNamespace.Services83;
    internal static readonly XNamespace Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    internal static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Null leaves the Credentials header out.</summary>
    public string? Ticket { get; init; }

    /// <summary>Null leaves the ApplicationToken header out.</summary>
    public string? ApplicationToken { get; init; }

    public SoTimeZone? TimeZone { get; init; }

    /// <summary>Further HTTP headers of every request.</summary>
    public IReadOnlyDictionary<string, string> HttpHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>Calls an operation. A parameter that is not given is missing on the wire, one that is null is nil.</summary>
    public async Task<SoapReply> CallAsync(
        string operation, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        var body = new XElement(Services83 + operation, parameters.Select(parameter => Element(parameter.Name, parameter.Value)));
        var envelope = new XElement(Envelope + "Envelope", new XElement(Envelope + "Header", Headers()), new XElement(Envelope + "Body", body));
        using var request = new HttpRequestMessage(HttpMethod.Post, service);
        request.Content = new StringContent(envelope.ToString(SaveOptions.DisableFormatting), Encoding.UTF8, "text/xml");
        request.Headers.Add("SOAPAction", $"\"{ServiceNamespace.Services83}/{contract}/{operation}\"");
        foreach (var (name, value) in HttpHeaders)
        {
            request.Headers.Add(name, value);
        }

        using var reply = await http.SendAsync(request, cancellationToken);
        var text = await reply.Content.ReadAsStringAsync(cancellationToken);
        replies.Enqueue(text);
        return new SoapReply(reply.StatusCode, operation, text);
    }

    private static XElement Element(string name, object? value) => value switch
    {
        null => new XElement(Services83 + name, new XAttribute(Instance + "nil", "true")),
        XElement element => element,
        _ => Serialize(name, value),
    };

    private static XElement Serialize(string name, object value)
    {
        using var document = new MemoryStream();
        new DataContractSerializer(value.GetType(), name, ServiceNamespace.Services83).WriteObject(document, value);
        document.Position = 0;
        return XElement.Load(document, LoadOptions.PreserveWhitespace);
    }

    private IEnumerable<XElement> Headers()
    {
        if (ApplicationToken is not null)
        {
            yield return Element(nameof(ApplicationToken), ApplicationToken);
        }

        if (Ticket is not null)
        {
            yield return Element("Credentials", new SoCredentials { Ticket = Ticket });
        }

        if (TimeZone is not null)
        {
            yield return Element(nameof(TimeZone), TimeZone);
        }
    }
}

/// <summary>What came back: HTTP status, the four reply headers, and the operation's response.</summary>
public sealed class SoapReply
{
    private static readonly string[] HeaderNames = ["ExceptionInfo", "ExtraInfo", "Succeeded", "TimeZone"];

    private readonly XElement[] _headers;

    public SoapReply(HttpStatusCode status, string operation, string text)
    {
        (Status, Text) = (status, text);
        var envelope = XDocument.Parse(text).Root!;
        _headers = [.. envelope.Element(SoapTestClient.Envelope + "Header")?.Elements() ?? []];
        var body = envelope.Element(SoapTestClient.Envelope + "Body")!.Elements().Single();
        IsFault = body.Name == SoapTestClient.Envelope + "Fault";
        if (!IsFault && !_headers.Select(header => header.Name.LocalName).SequenceEqual(HeaderNames))
        {
            throw new InvalidDataException($"The reply to {operation} lacks headers: {text}");
        }

        Response = body;
    }

    public HttpStatusCode Status { get; }

    /// <summary>The reply as it came.</summary>
    public string Text { get; }

    public bool IsFault { get; }

    /// <summary>The element in the body, such as <c>GetEMailResponse</c>.</summary>
    public XElement Response { get; }

    public bool Succeeded => (bool)Header("Succeeded")!;

    public SoExceptionInfo? Error => Read<SoExceptionInfo>(Header("ExceptionInfo"));

    public IReadOnlyDictionary<string, string?> ExtraInfo => Read<SoExtraInfo>(Header("ExtraInfo")) ?? [];

    public SoTimeZone? TimeZone => Read<SoTimeZone>(Header("TimeZone"));

    /// <summary>A part of the response; null when it is nil.</summary>
    public T? Read<T>(string part = "Response") => Read<T>(Response.Element(SoapTestClient.Services83 + part)
        ?? throw new InvalidDataException($"There is no {part} in {Text}"));

    private static T? Read<T>(XElement element)
    {
        if ((bool?)element.Attribute(SoapTestClient.Instance + "nil") == true)
        {
            return default;
        }

        using var reader = element.CreateReader();
        return (T?)new DataContractSerializer(typeof(T), element.Name.LocalName, ServiceNamespace.Services83).ReadObject(reader);
    }

    private XElement Header(string name) => _headers.Single(header => header.Name == SoapTestClient.Services83 + name);
}
