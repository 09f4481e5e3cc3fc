using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Doors.Http;
using Services83.EMail.Tests.Doors.Rest;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Http;

/// <summary>
/// Data that a call returns only once counts as returned only when the reply was sent completely. The tests call the doors of a server
/// without its network, because on a network nobody can choose the byte at which a connection breaks.
/// </summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class BrokenReplyTests : RestFixture
{
    private const string Path = "/Services83/EMail.svc";

    [TestCase(Path, 0)]
    [TestCase(Path, 300)]
    [TestCase("/api/v1/Agents/EMail/{operation}", 0)]
    [TestCase("/api/v1/Agents/EMail/{operation}", 300)]
    public async Task New_mail_of_a_reply_that_broke_is_handed_out_again(string door, int octets)
    {
        await StartAsync();
        AnnasMail.Inbox.Append(Letter("first"));
        AnnasMail.Inbox.Append(Letter("second"));
        await SyncAsync(SoapTestServer.Anna, await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline));

        await BreakAsync(door, octets);
        Assert.That(await SubjectsAsync(), Is.EqualTo(new[] { "second", "first" }), "nothing is lost");
        Assert.That(await SubjectsAsync(), Is.Empty, "and nothing is told twice");
    }

    private async Task<string?[]> SubjectsAsync() =>
        [.. (await GetAsync<EMailEnvelope[]>(SoapTestServer.Anna, "GetNewMail"))!.Select(envelope => envelope.Subject)];

    /// <summary>Calls GetNewMail over a connection that takes this many bytes of the reply and breaks.</summary>
    private async Task BreakAsync(string door, int octets)
    {
        var endpoint = Server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().First(
            one => one.RoutePattern.RawText == door && one.Metadata.GetMetadata<IHttpMethodMetadata>() is null or { HttpMethods: ["POST"] });
        await using var scope = Server.Get<IServiceScopeFactory>().CreateAsyncScope();
        await using var line = new BreakingStream(octets);
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(line));
        await FillAsync(context.Request, door);

        try
        {
            await WrittenReplies.RunAsync(context, endpoint.RequestDelegate!);
        }
        catch (IOException)
        {
            // The web server closes the connection.
        }

        Assert.That(line.IsBroken, "the reply was shorter");
    }

    private async Task FillAsync(HttpRequest request, string door)
    {
        var ticket = await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline);
        request.Method = "POST";
        request.RouteValues["operation"] = "GetNewMail";
        request.ContentType = door == Path ? "text/xml" : Json;
        request.Headers.Authorization = "SoTicket " + ticket;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(door != Path ? "{}" :
            $"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header><Credentials xmlns='{ServiceNamespace.Services83}'><Ticket>{ticket}</Ticket>"
            + $"</Credentials></s:Header><s:Body><GetNewMail xmlns='{ServiceNamespace.Services83}'/></s:Body></s:Envelope>"));
        request.ContentLength = request.Body.Length;
    }

    /// <summary>A connection that breaks after some bytes.</summary>
    private sealed class BreakingStream(int octets) : MemoryStream
    {
        public bool IsBroken { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var left = (int)Math.Min(buffer.Length, octets - Length);
            Write(buffer.Span[..left]);
            IsBroken = left < buffer.Length;
            return IsBroken ? throw new IOException("The line is broken.") : ValueTask.CompletedTask;
        }
    }
}
