using System.Net;
using NUnit.Framework;

namespace Services83.EMail.Tests.Soap;

/// <summary>Base of fixtures that send requests to the echo of the published contract.</summary>
[CancelAfter(30_000)]
public abstract class EMailEndpointTests
{
    internal SoapTestHost Host { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartHost() => Host = await EMailEchoHost.StartAsync();

    [OneTimeTearDown]
    public async Task StopHost() => await Host.DisposeAsync();

    internal async Task AssertReadAsync(EMailRequest request, string seen = EMailRequest.SeenAccount)
    {
        var reply = await request.SendAsync(Host);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(reply.Seen, Is.EqualTo(seen));
    }

    internal async Task<SoapReply> AssertFaultAsync(EMailRequest request, HttpStatusCode status, string code, params string[] texts)
    {
        var reply = await request.SendAsync(Host);
        Assert.That((reply.Status, reply.FaultCode), Is.EqualTo((status, code)), reply.Text);
        Assert.That(reply.Xml.Root, Is.Not.Null);
        foreach (var text in texts)
        {
            Assert.That(reply.Text, Does.Contain(text));
        }

        Assert.That(reply.Text, Does.Not.Contain("System.").And.Not.Contain("Services83.EMail.").And.Not.Contain("   at "));
        return reply;
    }

    internal Task<SoapReply> AssertDeserializationFailedAsync(EMailRequest request, params string[] texts) =>
        AssertFaultAsync(request, HttpStatusCode.InternalServerError, "a:DeserializationFailed", texts);
}
