using System.Net;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[Category(Tier.Engines)]
[TestFixture]
public sealed class HeaderTests : EMailEndpointTests
{
    private const string Ns = EMailRequest.Ns;
    private const string Ticket = "<Credentials xmlns='" + Ns + "'><Ticket>echo</Ticket></Credentials>";
    private const string Unknown = "<x:Foo xmlns:x='urn:x'";

    [TestCase("", "\"tok\":null")]
    [TestCase("<ApplicationToken xmlns='" + Ns + "'/>", "\"tok\":\"\"")]
    [TestCase("<ApplicationToken xmlns='" + Ns + "' i:nil='true' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'/>", "\"tok\":null")]
    [TestCase("<ApplicationToken xmlns='" + Ns + "'> a b </ApplicationToken>", "\"tok\":\" a b \"")]
    [TestCase("<n:ApplicationToken xmlns:n='" + Ns + "'>t</n:ApplicationToken>", "\"tok\":\"t\"")]
    [TestCase("<ApplicationToken xmlns='" + Ns + "'>1</ApplicationToken><ApplicationToken xmlns='" + Ns + "'>2</ApplicationToken>", "\"tok\":\"2\"")]
    [TestCase("<ApplicationToken xmlns='urn:other'>t</ApplicationToken>", "\"tok\":null")]
    [TestCase("<ApplicationToken xmlns='" + Ns + "' s:mustUnderstand='1'>t</ApplicationToken>", "\"tok\":\"t\"")]
    [TestCase("<ApplicationToken xmlns='" + Ns + "' s:actor='urn:someone'>t</ApplicationToken>", "\"tok\":\"t\"")]
    [TestCase("<TimeZone xmlns='" + Ns + "'><SoTimeZoneId>3</SoTimeZoneId></TimeZone>", "\"tz\":{\"SoTimeZoneId\":3,\"SoTimeZoneLocationCode\":null}")]
    public async Task Known_blocks_are_read(string block, string seen)
    {
        foreach (var headers in new[] { block + Ticket, Ticket + block })
        {
            var reply = await new EMailRequest { Headers = headers }.SendAsync(Host);
            Assert.That(reply.Text, Does.Contain(seen));
        }
    }

    [TestCase("/>")]
    [TestCase(" s:mustUnderstand='0'/>")]
    [TestCase(" s:mustUnderstand='false'><a><b/></a></x:Foo>")]
    [TestCase(" s:mustUnderstand='1' s:actor='urn:someone-else'/>")]
    public Task Unknown_blocks_are_ignored(string rest) => AssertReadAsync(new EMailRequest { Headers = Ticket + Unknown + rest });

    [TestCase(" s:mustUnderstand='1'/>")]
    [TestCase(" s:mustUnderstand=' true '/>")]
    [TestCase(" s:mustUnderstand='1' s:actor='http://schemas.xmlsoap.org/soap/actor/next'/>")]
    public Task Unknown_blocks_that_must_be_understood_are_refused(string rest) => AssertFaultAsync(
        new EMailRequest { Headers = Ticket + Unknown + rest }, HttpStatusCode.InternalServerError, "s:MustUnderstand", "'Foo'", "'urn:x'");

    [Test]
    public Task Unknown_blocks_of_soap_12_are_refused_in_its_own_words() => AssertFaultAsync(
        new EMailRequest { Envelope = EMailRequest.Soap12, Headers = Ticket + Unknown + " s:mustUnderstand='1'/>" },
        HttpStatusCode.InternalServerError,
        "s:MustUnderstand",
        "<s:Header><s:NotUnderstood qname=\"n:Foo\" xmlns:n=\"urn:x\"/></s:Header><s:Body>",
        "<s:Code><s:Value>s:MustUnderstand</s:Value></s:Code>");

    [Test]
    public Task An_envelope_of_another_version_is_told_by_soap_12_which_ones_there_are() => AssertFaultAsync(
        new EMailRequest { ContentType = "application/soap+xml", Message = "<Envelope xmlns='urn:soap13'><Body/></Envelope>" },
        HttpStatusCode.InternalServerError,
        "s:VersionMismatch",
        "<s:Header><s:Upgrade><s:SupportedEnvelope qname=\"v:Envelope\" xmlns:v=\"http://www.w3.org/2003/05/soap-envelope\"/>"
        + "<s:SupportedEnvelope qname=\"v:Envelope\" xmlns:v=\"http://schemas.xmlsoap.org/soap/envelope/\"/></s:Upgrade></s:Header>");

    [Test]
    public Task A_signature_that_nobody_checks_is_refused() => AssertFaultAsync(
        new EMailRequest { Headers = Ticket + "<w:Security xmlns:w='urn:wsse' s:mustUnderstand='1'/>" },
        HttpStatusCode.InternalServerError,
        "s:MustUnderstand");

    [TestCase("<ApplicationToken>t</ApplicationToken>", "'ApplicationToken'")]
    [TestCase("<TimeZone xmlns='" + Ns + "'><SoTimeZoneId>x</SoTimeZoneId></TimeZone>", "'SoTimeZoneId'")]
    public Task A_block_that_cannot_be_read_is_a_fault_that_names_it(string block, string name) =>
        AssertDeserializationFailedAsync(new EMailRequest { Headers = block + Ticket }, name, "line 1");

    [Test]
    public Task An_element_in_a_text_block_is_a_bad_request() => AssertFaultAsync(
        new EMailRequest { Headers = $"<ApplicationToken xmlns='{Ns}'><b/></ApplicationToken>" }, HttpStatusCode.BadRequest, "s:Client", "Only text");

    [Test]
    public async Task All_four_reply_blocks_are_written_in_order_also_when_null()
    {
        var reply = await new EMailRequest { Headers = "" }.SendAsync(Host);
        Assert.That(reply.Text, Is.EqualTo(
            $"<s:Envelope xmlns:s=\"{EMailRequest.Soap11}\"><s:Header>"
            + $"<h:ExceptionInfo i:nil=\"true\" xmlns:h=\"{Ns}\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"/>"
            + $"<h:ExtraInfo i:nil=\"true\" xmlns:h=\"{Ns}\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"/>"
            + $"<h:Succeeded xmlns:h=\"{Ns}\">true</h:Succeeded>"
            + $"<h:TimeZone i:nil=\"true\" xmlns:h=\"{Ns}\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"/>"
            + $"</s:Header><s:Body><SyncEmailAccountsResponse xmlns=\"{Ns}\"/></s:Body></s:Envelope>"));
    }
}
