using System.Net;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Xml;
using NUnit.Framework;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>A request as bytes, made by the framework's serializers before the measurement.</summary>
internal sealed record CostRequest(string Path, byte[] Octets, string ContentType, (string Name, string Value)[] Headers)
{
    private const string Envelope = "http://schemas.xmlsoap.org/soap/envelope/";

    /// <param name="operation">An operation of the contract.</param>
    /// <param name="arguments">Null means nil.</param>
    /// <param name="ticket">The caller's ticket.</param>
    public static CostRequest Soap(MethodInfo operation, object?[] arguments, string ticket)
    {
        var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            writer.WriteStartElement("s", "Envelope", Envelope);
            writer.WriteStartElement("Header", Envelope);
            new DataContractSerializer(typeof(SoCredentials), "Credentials", ServiceNamespace.Services83)
                .WriteObject(writer, new SoCredentials { Ticket = ticket });
            writer.WriteEndElement();
            writer.WriteStartElement("Body", Envelope);
            writer.WriteStartElement(NameOf(operation), ServiceNamespace.Services83);
            foreach (var (parameter, value) in operation.GetParameters().Zip(arguments))
            {
                Write(writer, parameter, value);
            }
        }

        return Soap(operation, stream.ToArray());
    }

    public static CostRequest Soap(MethodInfo operation, byte[] octets) => new(
        "/Services83/EMail.svc", octets, "text/xml; charset=utf-8", [("SOAPAction", $"\"{ServiceNamespace.Services83}/EMail/{NameOf(operation)}\"")]);

    public static CostRequest Rest(MethodInfo operation, object?[] arguments, string ticket)
    {
        var names = operation.GetParameters().Select(NameOf);
        var body = names.Zip(arguments).ToDictionary(pair => pair.First, pair => pair.Second);
        object? whole = NameOf(operation) == "SaveEMailAccount" ? arguments[0] : body;
        return Rest(operation, JsonSerializer.SerializeToUtf8Bytes(whole, RestTestClient.Plain), "application/json", ticket);
    }

    public static CostRequest Rest(MethodInfo operation, byte[] octets, string contentType, string ticket) => new(
        $"/api/v1/Agents/EMail/{NameOf(operation)}", octets, contentType, [("Authorization", $"SoTicket {ticket}")]);

    /// <summary>Sends it. Any reply of the operation is accepted, except an unexpected error.</summary>
    public async Task SendAsync(RestTestClient client, CancellationToken cancellationToken)
    {
        var reply = await client.PostAsync(Path, Octets, ContentType, cancellationToken, Headers);
        // At the SOAP door every fault has this status.
        if (reply.Status == HttpStatusCode.InternalServerError && (reply.Text.Contains("unable to process", StringComparison.Ordinal) || reply.Text.Contains("\"Internal\"", StringComparison.Ordinal)))
        {
            throw new AssertionException($"The server failed: {reply.Text}");
        }
    }

    public static string NameOf(MethodInfo operation) => operation.Name[..^"Async".Length];

    private static string NameOf(ParameterInfo parameter) => parameter.GetCustomAttribute<MessageParameterAttribute>()!.Name!;

    private static void Write(XmlWriter writer, ParameterInfo parameter, object? value)
    {
        var settings = new DataContractSerializerSettings
        {
            RootName = new XmlDictionary().Add(NameOf(parameter)),
            RootNamespace = new XmlDictionary().Add(ServiceNamespace.Services83),
            MaxItemsInObjectGraph = int.MaxValue,
        };
        new DataContractSerializer(parameter.ParameterType, settings).WriteObject(writer, value);
    }
}
