using System.Text;
using System.Xml.Linq;
using NUnit.Framework;
using Services83.EMail.Commands.Demo;
using Services83.EMail.Tests.Contract;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Interop;

/// <summary>
/// A request exactly as the vendor's documentation prints it for an operation, posted by curl. Its header blocks are outside any Header,
/// its ticket is an example that only the demo accepts, and its address on the page is <c>Remote/Services83/EMail.svc</c>.
/// </summary>
[Category(Tier.Clients)]
[CancelAfter(60_000)]
internal sealed class DocumentedSampleTests
{
    private static readonly XNamespace Services83 = "http://www.superoffice.net/ws/crm/NetServer/Services83";
    private static readonly XNamespace Soap12 = "http://www.w3.org/2003/05/soap-envelope";

    private static readonly string[] Operations = ["SyncEmailAccounts", "GetReadySyncEmailAccounts", "CreateDefaultEMailEntity"];

    [Test]
    public async Task It_works_as_printed_when_posted_as_text_xml(
        [ValueSource(nameof(Operations))] string operation, CancellationToken cancellationToken)
    {
        var reply = await PostAsync(Sample(operation), TextXml(operation), cancellationToken);

        ShouldBeAnswered(reply, operation);
    }

    [Test]
    public async Task It_works_as_printed_when_posted_as_soap_xml(
        [ValueSource(nameof(Operations))] string operation, CancellationToken cancellationToken)
    {
        var reply = await PostAsync(Sample(operation), SoapXml(operation), cancellationToken);

        ShouldBeAnswered(reply, operation);
        Assert.That(reply.ContentType, Does.StartWith("application/soap+xml"));
    }

    [Test]
    public async Task The_reply_to_SyncEmailAccounts_is_empty(CancellationToken cancellationToken)
    {
        var sample = Sample("SyncEmailAccounts");

        var reply = await PostAsync(sample, SoapXml("SyncEmailAccounts"), cancellationToken);

        Assert.That(reply.Result.Nodes(), Is.Empty);
    }

    [Test]
    public async Task With_another_ticket_it_is_refused_in_ExceptionInfo(
        [ValueSource(nameof(Operations))] string operation, CancellationToken cancellationToken)
    {
        var sample = Sample(operation);
        var request = sample.Replace(Conversation.DocumentedTicket, Conversation.WrongTicket);
        Assert.That(request, Is.Not.EqualTo(sample));

        var reply = await PostAsync(request, SoapXml(operation), cancellationToken);

        Assert.That(reply.HttpStatus, Is.EqualTo(200));
        Assert.That(reply.Header("Succeeded").Value, Is.EqualTo("false"));
        Assert.That(reply.Header("ExceptionInfo").Element(Services83 + "FriendlyText")!.Value, Is.Not.Empty);
        Assert.That(reply.Result.Name, Is.EqualTo(Services83 + $"{operation}Response"));
    }

    private static string[] TextXml(string operation) =>
        ["-H", "Content-Type: text/xml; charset=utf-8", "-H", $"SOAPAction: \"{Services83}/EMail/{operation}\""];

    private static string[] SoapXml(string operation) =>
        ["-H", $"Content-Type: application/soap+xml; charset=utf-8; action=\"{Services83}/EMail/{operation}\""];

    private static void ShouldBeAnswered(Reply reply, string operation)
    {
        Assert.That(reply.HttpStatus, Is.EqualTo(200));
        Assert.That(reply.Header("Succeeded").Value, Is.EqualTo("true"));
        Assert.That(reply.Header("ExceptionInfo").IsEmpty, Is.True);
        Assert.That(reply.Result.Name, Is.EqualTo(Services83 + $"{operation}Response"));
    }

    /// <summary>The printed request of the demo; the others are made in the same form.</summary>
    private static string Sample(string operation) =>
        operation == "SyncEmailAccounts" ? Encoding.UTF8.GetString(DemoClient.Sample) : SoapSample.Of("EMail", operation, Conversation.DocumentedTicket);

    private static async Task<Reply> PostAsync(string request, string[] headers, CancellationToken cancellationToken)
    {
        await ClientTools.RequireAsync("command -v curl", "curl", cancellationToken);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, request, cancellationToken);
            var output = await ExternalProgram.RunAsync(
                "curl",
                [
                    "--silent", "--show-error", "--data-binary", $"@{file}", .. headers,
                    "--write-out", "\n%{http_code} %{content_type}", $"{InteropRun.Server.Address}/Remote/Services83/EMail.svc",
                ],
                cancellationToken);
            return Reply.Parse(output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed record Reply(int HttpStatus, string ContentType, XElement Envelope)
    {
        /// <summary>What is in the body.</summary>
        public XElement Result => Envelope.Element(Soap12 + "Body")!.Elements().Single();

        /// <param name="output">The reply's body, then a line with HTTP status and content type.</param>
        public static Reply Parse(string output)
        {
            var end = output.LastIndexOf('\n');
            var line = output[(end + 1)..].Split(' ', 2);
            return new Reply(int.Parse(line[0]), line[1], XElement.Parse(output[..end]));
        }

        public XElement Header(string name) => Envelope.Element(Soap12 + "Header")!.Elements(Services83 + name).Single();
    }
}
