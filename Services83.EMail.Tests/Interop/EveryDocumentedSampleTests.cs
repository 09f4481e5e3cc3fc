using System.Net;
using System.Text;
using System.Xml.Linq;
using NUnit.Framework;
using Services83.EMail.Tests.Contract;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Interop;

/// <summary>
/// Requests as the vendor's documentation prints them for each operation. The named objects need not exist: then ExceptionInfo says so. A
/// fault would mean that the printed message cannot be read.
/// </summary>
[Category(Tier.Clients)]
[CancelAfter(60_000)]
internal sealed class EveryDocumentedSampleTests
{
    [Test]
    public async Task Each_is_answered_with_its_response_and_never_with_a_fault(
        [Values("EMail", "SoPrincipal")] string service,
        [Values("text/xml", "application/soap+xml")] string contentType,
        CancellationToken cancellationToken)
    {
        var operations = PublishedContract.Operations(service);
        var failures = new List<string>();

        using var http = new HttpClient();
        foreach (var operation in operations)
        {
            using var content = new StringContent(SoapSample.Of(service, operation, Conversation.DocumentedTicket), Encoding.UTF8, contentType);
            using var reply = await http.PostAsync(new Uri($"{InteropRun.Server.BaseAddress}/{service}.svc"), content, cancellationToken);
            var text = await reply.Content.ReadAsStringAsync(cancellationToken);
            if (reply.StatusCode != HttpStatusCode.OK || !Result(text).EndsWith("Response", StringComparison.Ordinal))
            {
                failures.Add($"{operation}: {reply.StatusCode} {text}");
            }
        }

        Assert.That(operations, Has.Count.EqualTo(service is "EMail" ? 76 : 4));
        Assert.That(failures, Is.Empty);
    }

    /// <summary>The name of what is in the body; the samples are SOAP 1.2, and so are the replies.</summary>
    private static string Result(string reply) =>
        XElement.Parse(reply).Element(XName.Get("Body", "http://www.w3.org/2003/05/soap-envelope"))!.Elements().Single().Name.LocalName;
}
