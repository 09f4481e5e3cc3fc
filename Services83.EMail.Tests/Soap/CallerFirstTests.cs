using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

/// <summary>The caller is authenticated by the start of a message, before the rest is received and deserialized.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class CallerFirstTests
{
    private const string Stranger = $"<Credentials xmlns='{EMailRequest.Ns}'><Ticket>none</Ticket></Credentials>";

    [Test]
    public async Task A_stranger_is_refused_although_most_of_the_message_never_comes(CancellationToken cancellation)
    {
        await using var host = await StartAsync(new SoapLimits());
        var start = new EMailRequest { Headers = Stranger, Accounts = new string(' ', 70_000) }.Text;
        var head = $"POST {EMailEchoHost.Path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 50000000\r\n\r\n";

        var reply = Encoding.UTF8.GetString(await RawClient.SendAsync(host.BaseAddress, head + start, cancellation));

        Assert.That(reply, Does.Contain("refused"));
    }

    [Test]
    public async Task A_stranger_is_refused_before_anybody_looks_at_the_arguments()
    {
        await using var host = await StartAsync(new SoapLimits());
        var reply = await new EMailRequest { Headers = Stranger, Accounts = "<SyncUserAccount><AccountId>no number" }.SendAsync(host);
        Assert.That(reply.Text, Does.Contain("refused"));
    }

    [TestCase("utf-8", "text/xml; charset=utf-8")]
    [TestCase("utf-8", "text/xml; charset=iso-8859-1")]
    [TestCase("utf-16", "text/xml")]
    [TestCase("utf-16BE", "text/xml")]
    [TestCase("utf-32", "text/xml")]
    [TestCase("iso-8859-1", "text/xml; charset=iso-8859-1")]
    public async Task Large_messages_are_read_in_every_encoding(string encoding, string contentType)
    {
        await using var host = await StartAsync(new SoapLimits());
        var accounts = string.Concat(Enumerable.Range(0, 2000).Select(i => $"<SyncUserAccount><AssociateName>å{i}</AssociateName></SyncUserAccount>"));
        var text = new EMailRequest { Prolog = $"<?xml version='1.0' encoding='{encoding}'?>", Accounts = accounts }.Text;

        var reply = await new EMailRequest { Bytes = Encoding.GetEncoding(encoding).GetBytes(text), ContentType = contentType }.SendAsync(host);

        Assert.That(reply.Seen, Does.Contain("\"AssociateName\":\"å0\"").And.Contain("\"AssociateName\":\"å1999\""), reply.Text);
    }

    [Test]
    public async Task A_header_that_hides_who_calls_behind_64_KiB_is_refused()
    {
        await using var host = await StartAsync(new SoapLimits());
        var reply = await new EMailRequest { Headers = new string(' ', 70_000) }.SendAsync(host);
        Assert.That((reply.Status, reply.FaultCode), Is.EqualTo((HttpStatusCode.BadRequest, "s:Client")));
        Assert.That(reply.Text, Does.Contain("Send a shorter header"));
    }

    [TestCase(200, HttpStatusCode.OK)]
    [TestCase(1_500, HttpStatusCode.OK)]
    [TestCase(5_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Elements_count_against_the_memory_of_all_requests(int count, HttpStatusCode status)
    {
        await using var host = await StartAsync(new SoapLimits { MaxMessageBytes = 1 << 20, MaxBufferedBytes = 1 << 20 });
        var request = new EMailRequest { Accounts = string.Concat(Enumerable.Repeat("<SyncUserAccount/>", count)) };
        for (var i = 0; i < 5; i++)
        {
            Assert.That((await request.SendAsync(host)).Status, Is.EqualTo(status), i.ToString(CultureInfo.InvariantCulture));
        }

        Assert.That((await new EMailRequest().SendAsync(host)).Status, Is.EqualTo(HttpStatusCode.OK), "All of it has been given back.");
    }

    private static Task<SoapTestHost> StartAsync(SoapLimits limits) => SoapTestHost.StartAsync(
        services => services.AddScoped<Refusing>().AddScoped<EchoInspector>().AddSingleton(EMailStub.Create()),
        app => app.MapSoapService<IEMailAgent>(
            new SoapServiceOptions { ServiceName = "X", Addresses = [EMailEchoHost.Path], Limits = limits }
                .AddMessageInspector<Refusing>().AddMessageInspector<EchoInspector>()));

    private sealed class Refusing : IDispatchMessageInspector
    {
        public ValueTask AfterReceiveRequestAsync(OperationContext context) =>
            ((EMailRequestHeaders)context.RequestHeaders!).Credentials?.Ticket == "none" ? throw new FaultException("refused") : ValueTask.CompletedTask;

        public ValueTask BeforeSendReplyAsync(OperationContext context) => ValueTask.CompletedTask;
    }
}
