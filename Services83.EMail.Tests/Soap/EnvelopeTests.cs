using System.Net;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[Category(Tier.Engines)]
[TestFixture]
public sealed class EnvelopeTests : EMailEndpointTests
{
    private const string Ns = EMailRequest.Ns;
    private const string Open = "<s:Envelope xmlns:s='" + EMailRequest.Soap11 + "'>";
    private const string Ticket = "<Credentials xmlns='" + Ns + "'><Ticket>echo</Ticket></Credentials>";
    private const string Call = "<SyncEmailAccounts xmlns='" + Ns + "'><SyncUserAccounts>" + EMailRequest.Account + "</SyncUserAccounts></SyncEmailAccounts>";

    [TestCase(Open + "<s:Header>" + Ticket + "</s:Header><s:Body a='1'>" + Call + "</s:Body></s:Envelope>")]
    [TestCase("<Envelope xmlns='" + EMailRequest.Soap11 + "'><Header>" + Ticket + "</Header><Body>" + Call + "</Body></Envelope>")]
    [TestCase("<!--a-->" + Open + "<!--b--><s:Header><!--c-->" + Ticket + "</s:Header><!--d--><s:Body><!--e-->" + Call + "<!--f--></s:Body></s:Envelope><!--g-->\r\n")]
    [TestCase(Open + "\n\t<s:Header>\r\n " + Ticket + "\n</s:Header>\n<s:Body>\n" + Call + "\n</s:Body>\n</s:Envelope>\n")]
    [TestCase(Open + Ticket + "<s:Body>" + Call + "</s:Body></s:Envelope>")]
    [TestCase(Open + "<s:Header/>" + Ticket + "<s:Body>" + Call + "</s:Body></s:Envelope>")]
    [TestCase("<s:Envelope xmlns:s='" + EMailRequest.Soap11 + "' s:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'><s:Header>" + Ticket + "</s:Header><s:Body>" + Call + "</s:Body></s:Envelope>")]
    public Task It_may_be_written_in_many_ways(string message) => AssertReadAsync(new EMailRequest { Message = message });

    [TestCase("", "empty")]
    [TestCase(" \r\n", "ends too early")]
    [TestCase("hello", "does not start with an element")]
    [TestCase("{\"a\":1}", "does not start with an element")]
    [TestCase("<html><body/></html>", "not a SOAP envelope")]
    [TestCase("<!DOCTYPE x [<!ENTITY a 'b'>]>" + Open + "<s:Body/></s:Envelope>", "Document types")]
    [TestCase("<?pi x?>" + Open + "<s:Body/></s:Envelope>", "processing instructions")]
    [TestCase(Open + "</s:Envelope>", "no body")]
    [TestCase(Open, "ends too early")]
    [TestCase(Open + "<s:Header><a", "ends too early")]
    [TestCase(Open + "<s:Header><a></b></s:Header><s:Body/></s:Envelope>", "end of element 'a'")]
    [TestCase(Open + "<s:Header/><s:Header/><s:Body/></s:Envelope>", "two headers")]
    [TestCase(Open + "<s:Header><x:Foo xmlns:x='urn:x' s:mustUnderstand='maybe'/></s:Header><s:Body/></s:Envelope>", "mustUnderstand")]
    public Task What_is_no_envelope_is_a_bad_request_that_says_why(string message, string text) =>
        AssertFaultAsync(new EMailRequest { Message = message }, HttpStatusCode.BadRequest, "s:Client", text);

    [TestCase("urn:foo")]
    [TestCase("")]
    public Task An_unknown_envelope_is_a_version_mismatch(string ns) =>
        AssertFaultAsync(new EMailRequest { Message = $"<Envelope xmlns='{ns}'><Body/></Envelope>" }, HttpStatusCode.InternalServerError, "s:VersionMismatch");

    [TestCase(Open + "<s:Body>" + Call + "</s:Body><s:Header/></s:Envelope>", "Nothing may follow the body")]
    [TestCase(Open + "<s:Body>" + Call + "</s:Body><x/></s:Envelope>", "Nothing may follow the body")]
    [TestCase(Open + "<s:Body>" + Call + "<x/></s:Body></s:Envelope>", "one element only")]
    [TestCase(Open + "<s:Body>" + Call + "</s:Body></s:Envelope>x", "Nothing may follow the root element")]
    [TestCase(Open + "<s:Body>" + Call + "</s:Body></s:Envelope><x/>", "Nothing may follow the root element")]
    [TestCase(Open + "<s:Body>" + Call + "</s:Body>", "ends too early")]
    [TestCase(Open + "<s:Body>text</s:Body></s:Envelope>", "Text is not allowed")]
    [TestCase(Open + "<s:Body><?pi x?></s:Body></s:Envelope>", "processing instructions")]
    [TestCase(Open + "<s:Body><s:Fault/></s:Body></s:Envelope>", "SyncEmailAccounts")]
    [TestCase(Open + "<s:Body><SyncEmailAccounts/></s:Body></s:Envelope>", "found namespace ''")]
    [TestCase(Open + "<s:Body><SyncEmailAccounts xmlns='urn:wrong'/></s:Body></s:Envelope>", "found namespace 'urn:wrong'")]
    [TestCase(Open + "<s:Body><p:SyncEmailAccounts/></s:Body></s:Envelope>", "prefix has not been declared")]
    public Task What_is_wrong_in_the_body_is_a_fault_that_says_where(string message, string text) =>
        AssertDeserializationFailedAsync(new EMailRequest { Message = message }, text, "Error in line 1 position ");

    [TestCase("")]
    [TestCase("<SyncEmailAccounts xmlns='" + Ns + "'/>")]
    [TestCase("<SyncEmailAccounts xmlns='" + Ns + "'></SyncEmailAccounts>")]
    public Task An_empty_body_is_a_call_with_nulls(string body) => AssertReadAsync(new EMailRequest { Body = body }, "null");

    [Test]
    public async Task The_documented_sample_works_as_printed()
    {
        const string Sample = """
            <?xml version="1.0" encoding="UTF-8"?>
            <SOAP-ENV:Envelope
             xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"
             xmlns:SOAP-ENC="http://www.w3.org/2003/05/soap-encoding"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xmlns:xsd="http://www.w3.org/2001/XMLSchema"
             xmlns:EMail="http://www.superoffice.net/ws/crm/NetServer/Services83">
              <EMail:ApplicationToken>1234567-1234-9876</EMail:ApplicationToken>
              <EMail:Credentials>
                <EMail:Ticket>echo</EMail:Ticket>
              </EMail:Credentials>
             <SOAP-ENV:Body>
               <EMail:SyncEmailAccounts>
                <EMail:SyncUserAccounts xsi:type="EMail:ArrayOfSyncUserAccount">
                 <EMail:SyncUserAccount xsi:type="EMail:SyncUserAccount">
                  <EMail:AccountId xsi:type="xsd:int">0</EMail:AccountId>
                  <EMail:AssociateName xsi:type="xsd:string"></EMail:AssociateName>
                  <EMail:AssociateId xsi:type="xsd:int">0</EMail:AssociateId>
                 </EMail:SyncUserAccount>
                </EMail:SyncUserAccounts>
               </EMail:SyncEmailAccounts>

             </SOAP-ENV:Body>
            </SOAP-ENV:Envelope>
            """;
        foreach (var type in new[] { "text/xml", "application/soap+xml; charset=utf-8" })
        {
            await AssertReadAsync(
                new EMailRequest { Message = Sample, ContentType = type, Action = [] },
                """[{"AccountId":0,"AssociateName":"","AssociateId":0,"TableRight":null,"FieldProperties":null}]""");
        }
    }
}
