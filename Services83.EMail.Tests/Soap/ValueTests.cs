using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[Category(Tier.Engines)]
[TestFixture]
public sealed class ValueTests : EMailEndpointTests
{
    [TestCase(" +12 \n", "12")]
    [TestCase("-0012", "-12")]
    [TestCase("-2147483648", "-2147483648")]
    [TestCase("1<!--comment-->2", "12")]
    [TestCase("<![CDATA[7]]>", "7")]
    [TestCase("&#49;", "1")]
    public Task Integers_are_read(string text, string value) => AssertReadAsync(WithId(text), Seen(id: value));

    [TestCase("2147483648")]
    [TestCase("abc")]
    [TestCase("")]
    [TestCase("1.0")]
    [TestCase("1e3")]
    [TestCase("0x10")]
    [TestCase("1,000")]
    [TestCase("１")]
    [TestCase("\u00A01")]
    public Task What_is_no_integer_is_a_fault(string text) =>
        AssertDeserializationFailedAsync(WithId(text), "'AccountId'", "not a valid int", "Error in line 1 position ");

    [Test]
    public Task An_element_in_a_value_is_a_fault() => AssertDeserializationFailedAsync(WithId("<b>1</b>"), "Only text");

    [TestCase("i:nil='false'", "\"x\"")]
    [TestCase("i:nil=' 1 '", "null")]
    [TestCase("i:type='xsd:long'", "\"x\"")]
    [TestCase("xmlns:i='urn:other' i:nil='true'", "\"x\"")]
    public Task Attributes_of_a_value_are_read(string attributes, string value) => AssertReadAsync(
        new EMailRequest { Accounts = $"<SyncUserAccount><AssociateName {attributes}>x</AssociateName></SyncUserAccount>" }, Seen(name: value));

    [Test]
    public Task A_nil_that_is_neither_true_nor_false_is_a_fault() => AssertDeserializationFailedAsync(
        new EMailRequest { Accounts = "<SyncUserAccount><AssociateName i:nil='maybe'/></SyncUserAccount>" }, "'maybe'");

    [TestCase("", "")]
    [TestCase("  a  ", "  a  ")]
    [TestCase("a\r\nb\rc\nd", """a\nb\nc\nd""")]
    [TestCase("a&#xD;b&#13;", """a\rb\r""")]
    [TestCase("&lt;&gt;&amp;&quot;&apos;", """<>&\"'""")]
    [TestCase("&#xE6;&#x1F600;A", "æ\\uD83D\\uDE00A")]
    [TestCase("a<![CDATA[<b>&amp;\r\n]]>c", """a<b>&amp;\nc""")]
    [TestCase("a<!-- b -->c", "ac")]
    public Task Strings_are_read(string text, string value) => AssertReadAsync(WithName(text), Seen(name: $"\"{value}\""));

    [TestCase("\u0001", "0x01")]
    [TestCase("a\u001Fb", "0x1F")]
    [TestCase("&nope;", "entities")]
    [TestCase("&#xD800;", "entities")]
    [TestCase("&#x110000;", "entities")]
    [TestCase("& b", "';'")]
    [TestCase("<b/>", "Only text")]
    public Task What_is_no_text_is_a_fault(string text, string message) => AssertDeserializationFailedAsync(WithName(text), message);

    [Test]
    public async Task A_character_that_xml_forbids_never_breaks_a_reply()
    {
        // WCF takes the reference and writes it back, which is not XML.
        var reply = await WithName("a&#x1;b&#xFFFE;c").SendAsync(Host);
        Assert.That(reply.Xml.Root, Is.Not.Null);
        Assert.That(reply.Seen, Does.Contain("a\\u0001b").Or.Contain("a\uFFFDb"));
    }

    [TestCase("true", "true")]
    [TestCase("1", "true")]
    [TestCase(" false ", "false")]
    [TestCase("0", "false")]
    public Task Booleans_are_read(string text, string value) => AssertReadAsync(
        EMailRequest.For("AuthenticateIncoming", $"<ConnectionInfo><UseSSL>{text}</UseSSL></ConnectionInfo>"),
        $$"""{"ServerName":null,"UserName":null,"Password":null,"Folder":null,"UseSSL":{{value}},"TableRight":null,"FieldProperties":null}""");

    [TestCase("True")]
    [TestCase("yes")]
    [TestCase("")]
    public Task What_is_no_boolean_is_a_fault(string text) => AssertDeserializationFailedAsync(
        EMailRequest.For("AuthenticateIncoming", $"<ConnectionInfo><UseSSL>{text}</UseSSL></ConnectionInfo>"), "'UseSSL'", "not a valid boolean");

    [TestCase("", 0)]
    [TestCase("Select", 1)]
    [TestCase(" Select  Update\tSelect ", 3)]
    public Task Flags_are_read(string text, int value) => AssertReadAsync(
        WithMask(text), $$"""[{"AccountId":0,"AssociateName":null,"AssociateId":0,"TableRight":{"Mask":{{value}},"Reason":null},"FieldProperties":null}]""");

    [TestCase("Selectt")]
    [TestCase("3")]
    [TestCase("select")]
    public Task What_is_no_flag_is_a_fault(string text) => AssertDeserializationFailedAsync(WithMask(text), "'Mask'", $"'{text}'", "ETableRight");

    [TestCase("9999-12-31T23:59:59.999999999Z")]
    [TestCase("9999-12-31T23:59:59.9999999-01:00")]
    [TestCase("0000-01-01T00:00:00Z")]
    [TestCase("-0001-01-01T00:00:00Z")]
    [TestCase("2026-02-30T00:00:00Z")]
    [TestCase("12026-01-01T00:00:00Z")]
    [TestCase("")]
    public async Task A_date_that_there_is_not_is_the_messages_mistake_or_the_nearest_that_there_is(string text)
    {
        var request = EMailRequest.For("SaveDraft", $"<Entity><Sent>{text}</Sent></Entity>");
        var reply = await request.SendAsync(Host);

        Assert.That(reply.Text, Does.Not.Contain("InternalServiceFault"));
        if (!text.StartsWith("9999", StringComparison.Ordinal) || text.EndsWith("99Z", StringComparison.Ordinal))
        {
            await AssertDeserializationFailedAsync(request, "'Sent'", "not a valid dateTime");
        }
    }

    private static EMailRequest WithId(string text) => new() { Accounts = $"<SyncUserAccount><AccountId>{text}</AccountId></SyncUserAccount>" };

    private static EMailRequest WithName(string text) =>
        new() { Accounts = $"<SyncUserAccount><AssociateName>{text}</AssociateName></SyncUserAccount>" };

    private static EMailRequest WithMask(string text) =>
        new() { Accounts = $"<SyncUserAccount><TableRight><Mask>{text}</Mask></TableRight></SyncUserAccount>" };

    private static string Seen(string id = "0", string name = "null") =>
        $$"""[{"AccountId":{{id}},"AssociateName":{{name}},"AssociateId":0,"TableRight":null,"FieldProperties":null}]""";
}
