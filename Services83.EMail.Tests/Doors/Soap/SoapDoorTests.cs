using System.Text;
using NUnit.Framework;
using Services83.EMail.Doors.Soap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Soap;

[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class SoapDoorTests
{
    [TestCase("--Soap:MaxDepth=20", "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>", "nested more than 20 deep")]
    [TestCase("--Soap:MaxAttributes=16", "<a b='' c='' d='' e='' f='' g='' h='' i='' j='' k='' l='' m='' n='' o='' p='' q='' r=''/>", "more than 16 attributes")]
    public async Task Limits_can_be_set(string setting, string content, string message, CancellationToken cancellation)
    {
        await using var server = await SoapTestServer.StartAsync([], cancellation, setting);
        using var http = new HttpClient();
        using var request = new StringContent(
            $"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header>{content}", Encoding.UTF8, "text/xml");
        using var reply = await http.PostAsync(new Uri(server.Url, "/Services83/EMail.svc"), request, cancellation);
        Assert.That(await reply.Content.ReadAsStringAsync(cancellation), Does.Contain(message));
    }

    [Test]
    public void One_message_of_the_largest_size_always_fits() =>
        Assert.That(new SoapDoorOptions { MaxMessageBytes = 1L << 30 }.Limits.MaxBufferedBytes, Is.EqualTo(1L << 30));
}
