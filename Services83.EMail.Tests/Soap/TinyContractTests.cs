using System.Net;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(30_000)]
public sealed class TinyContractTests
{
    private const string Soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Soap12 = "http://www.w3.org/2003/05/soap-envelope";

    private readonly Bakery _bakery = new();
    private SoapTestHost _host = null!;

    [OneTimeSetUp]
    public async Task Start() => _host = await SoapTestHost.StartAsync<IBakery>(
        _bakery, new SoapServiceOptions { ServiceName = "BakeryService", Addresses = ["/bakery.svc"] });

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task A_call_is_answered_byte_for_byte_as_by_wcf()
    {
        var (status, reply) = await PostAsync(
            Soap11,
            "<Bake xmlns='urn:bakery'><name>Sacher &amp; co</name><layers>2</layers><toppings xmlns:a='http://schemas.microsoft.com/2003/10/Serialization/Arrays'><a:string>cream</a:string></toppings></Bake>");
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(reply, Is.EqualTo(
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><BakeResponse xmlns=\"urn:bakery\">"
            + "<BakeResult xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"><Name>Sacher &amp; co</Name><Layers>2</Layers>"
            + "<Toppings xmlns:a=\"http://schemas.microsoft.com/2003/10/Serialization/Arrays\"><a:string>cream</a:string></Toppings>"
            + "</BakeResult></BakeResponse></s:Body></s:Envelope>"));
    }

    [Test]
    public async Task A_call_in_soap_12_is_answered_in_soap_12()
    {
        var (_, reply) = await PostAsync(Soap12, "<Count xmlns='urn:bakery'/>");
        Assert.That(reply, Is.EqualTo(
            "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><CountResponse xmlns=\"urn:bakery\">"
            + "<Total>3</Total></CountResponse></s:Body></s:Envelope>"));
    }

    [Test]
    public async Task Members_in_any_order_and_prefix_are_read()
    {
        var (status, _) = await PostAsync(
            Soap11, "<b:Eat xmlns:b='urn:bakery'><b:cake><b:Layers>4</b:Layers><b:Unknown>?</b:Unknown><b:Name>Nut</b:Name></b:cake></b:Eat>");
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((_bakery.Eaten?.Name, _bakery.Eaten?.Layers), Is.EqualTo(("Nut", 4)));
    }

    [Test]
    public async Task A_bad_value_is_a_fault_that_names_element_and_line()
    {
        var (status, reply) = await PostAsync(Soap11, "\n<Bake xmlns='urn:bakery'>\n<layers>two</layers></Bake>");
        Assert.That(status, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(reply, Does.Contain("a:DeserializationFailed").And.Contain("line 3").And.Contain("'layers'").And.Contain("not a valid int"));
    }

    [Test]
    public async Task A_fault_of_the_service_is_told_and_another_exception_is_not()
    {
        var (_, told) = await PostAsync(Soap12, "<Eat xmlns='urn:bakery'><cake><Layers>0</Layers></cake></Eat>");
        var (status, untold) = await PostAsync(Soap11, "<Bake xmlns='urn:bakery'><name>charcoal</name></Bake>");
        Assert.That(told, Does.Contain("<s:Value>s:Sender</s:Value>").And.Contain("There is nothing to eat."));
        Assert.That(status, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(untold, Does.Contain("a:InternalServiceFault").And.Not.Contain("oven"));
    }

    [TestCase("?wsdl", "text/xml", "?xsd=xsd0")]
    [TestCase("?singleWsdl", "text/xml", "BasicHttpBinding_Bakery")]
    [TestCase("?xsd=xsd0", "text/xml", "BakeResponse")]
    [TestCase("", "text/html", "BakeryService Service")]
    public async Task Get_describes_the_service(string query, string type, string content)
    {
        using var reply = await _host.Client.GetAsync(new Uri("/BAKERY.svc/" + query, UriKind.Relative));
        Assert.That(reply.Content.Headers.ContentType?.MediaType, Is.EqualTo(type));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain(content));
    }

    private async Task<(HttpStatusCode Status, string Reply)> PostAsync(string envelope, string body)
    {
        var text = $"<e:Envelope xmlns:e='{envelope}'><e:Body>{body}</e:Body></e:Envelope>";
        using var content = new StringContent(text, Encoding.UTF8, "text/xml");
        using var reply = await _host.Client.PostAsync(new Uri("/bakery.svc", UriKind.Relative), content);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }
}
