using System.Text;
using System.Xml;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.Connections.Finding;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Connections.Finding;

public sealed class AutoconfigDocumentTests
{
    private const string Usual = """
        <?xml version="1.0"?>
        <clientConfig version="1.1"><emailProvider id="example.com"><domain>example.com</domain>
          <incomingServer type="pop3"><hostname>pop.example.com</hostname><port>995</port><socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer>
          <incomingServer type="imap"><hostname>plain.example.com</hostname><port>143</port><socketType>plain</socketType></incomingServer>
          <incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>143</port><socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></incomingServer>
          <outgoingServer type="smtp"><hostname> smtp.example.com </hostname><port>465</port><socketType>SSL</socketType></outgoingServer>
        </emailProvider></clientConfig>
        """;

    [Test]
    public void Servers_are_read_with_their_user_names_and_those_without_encryption_are_left_out()
    {
        var first = Read(Usual, null)!;
        var imap = Read(Usual, MailProtocol.Imap)!;

        Assert.That((first.Incoming!.Protocol, first.Incoming.Endpoint.Host, first.Incoming.UserName), Is.EqualTo((MailProtocol.Pop3, "pop.example.com", "ann")));
        Assert.That((imap.Incoming!.Endpoint, imap.Incoming.UserName), Is.EqualTo((new MailEndpoint("imap.example.com", 143, MailSecurity.StartTls), (string?)null)));
        Assert.That(imap.Outgoing!.Endpoint, Is.EqualTo(new MailEndpoint("smtp.example.com", 465, MailSecurity.Tls)));
    }

    [TestCase("<clientConfig/>")]
    [TestCase("<html><body>Not found</body></html>")]
    [TestCase("<clientConfig><emailProvider><incomingServer type='imap'><hostname>a b</hostname><port>993</port><socketType>SSL</socketType></incomingServer></emailProvider></clientConfig>")]
    [TestCase("<clientConfig><emailProvider><incomingServer type='imap'><hostname>a</hostname><port>99999</port><socketType>SSL</socketType></incomingServer></emailProvider></clientConfig>")]
    [TestCase("<clientConfig><emailProvider><incomingServer type='exchange'><hostname>a</hostname><port>443</port><socketType>SSL</socketType></incomingServer></emailProvider></clientConfig>")]
    public void A_document_without_a_usable_server_says_nothing(string document) => Assert.That(Read(document, null), Is.Null);

    [TestCase("")]
    [TestCase("not XML")]
    [TestCase("<clientConfig>")]
    [TestCase("<!DOCTYPE clientConfig [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><clientConfig>&a;</clientConfig>")]
    public void What_is_not_XML_or_has_a_DTD_is_refused(string document) => Assert.Catch<XmlException>(() => Read(document, null));

    [Test]
    public void A_document_that_is_too_deep_or_too_long_is_refused()
    {
        Assert.Catch<XmlException>(() => Read(string.Concat(Enumerable.Repeat("<a>", 50)) + string.Concat(Enumerable.Repeat("</a>", 50)), null));
        Assert.Catch<XmlException>(() => Read($"<a>{new string('x', AutoconfigDocument.MaxLength)}</a>", null));
    }

    [Test]
    public void No_change_of_a_document_makes_anything_else_of_it_than_servers_or_a_refusal()
    {
        var changes = from place in Gen.Choose(0, Usual.Length - 1)
                      from length in Gen.Choose(0, 40)
                      from text in Gen.Elements("", "<", "&amp;", "]]>", "<a>", "%EMAILADDRESS%", "\0", "imap", "65536")
                      select Usual.Remove(place, Math.Min(length, Usual.Length - place)).Insert(place, text);
        Prop.ForAll(changes.ToArbitrary(), document =>
        {
            try
            {
                return Read(document, null) is not { Incoming: { } server } || server.Endpoint.Port is > 0 and <= 65535;
            }
            catch (XmlException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
    }

    private static FoundSettings? Read(string document, MailProtocol? protocol) =>
        AutoconfigDocument.Read(Encoding.UTF8.GetBytes(document), "ann@example.com", protocol);
}
