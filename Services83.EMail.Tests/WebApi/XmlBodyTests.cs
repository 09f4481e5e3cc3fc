using System.Runtime.Serialization;
using System.Text;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.Messaging;
using Services83.EMail.Time;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.WebApi;

/// <summary>Requests in XML, which are read by names alone, and results, which the framework's own serializer must be able to read.</summary>
public sealed class XmlBodyTests
{
    private static readonly RestOperation SyncEmailAccounts = RestOperations.Find("SyncEmailAccounts")!;
    private static readonly RestOperation Save = RestOperations.Find("Save")!;

    [TestCase("<SyncEmailAccountsRequest><SyncUserAccounts><SyncUserAccount><AccountId>90</AccountId><AssociateName>a &lt; b</AssociateName></SyncUserAccount></SyncUserAccounts></SyncEmailAccountsRequest>")]
    [TestCase("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- x --><x:request xmlns:x=\"urn:x\" xmlns=\"http://www.superoffice.net/ws/crm/NetServer/Services83\">\n <SYNCUSERACCOUNTS>\n  <SyncUserAccount>\n <AssociateName><![CDATA[a < ]]>b</AssociateName><AccountId> 90 </AccountId>\n </SyncUserAccount> </SYNCUSERACCOUNTS><Unknown><a/></Unknown></x:request>")]
    public void Names_count_and_neither_order_nor_namespace(string xml)
    {
        var account = ((SyncUserAccount[])Read(SyncEmailAccounts, xml)[0]!).Single();

        Assert.That((account.AccountId, account.AssociateName), Is.EqualTo((90, "a < b")));
    }

    [Test]
    public void A_data_contract_is_read_as_the_frameworks_serializer_writes_it()
    {
        var message = new EMailEntity
        {
            Subject = " Blåbær ",
            Flags = EMailFlags.Seen | EMailFlags.Draft,
            Priority = EMailPriority.Low,
            Sent = new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc),
            To = [new EMailAddress { Address = "a@b", DuplicatePersonIds = [1, 2] }],
            Cc = [],
            Attachments = [new EMailAttachment { Stream = [0, 1, 255] }],
            FieldProperties = new() { ["Subject"] = new() { FieldLength = 7 }, ["a b"] = null },
        };
        using var stream = new MemoryStream();
        new DataContractSerializer(typeof(EMailEntity), "Email", ServiceNamespace.Services83).WriteObject(stream, message);

        var read = (EMailEntity)Read(Save, $"<Save>{Encoding.UTF8.GetString(stream.ToArray())}</Save>")[0]!;

        Assert.That(System.Text.Json.JsonSerializer.Serialize(read, RestJson.Options), Is.EqualTo(System.Text.Json.JsonSerializer.Serialize(message, RestJson.Options)));
    }

    [Test]
    public void The_account_to_save_is_the_root_or_inside_of_it()
    {
        var save = RestOperations.Find("SaveEMailAccount")!;

        Assert.That(((EMailAccount)Read(save, "<EMailAccount><EMailAddress>a@b</EMailAddress></EMailAccount>")[0]!).EMailAddress, Is.EqualTo("a@b"));
        Assert.That(((EMailAccount)Read(save, "<r><EMailAccount><EMailAddress>a@b</EMailAddress></EMailAccount></r>")[0]!).EMailAddress, Is.EqualTo("a@b"));
    }

    [TestCase("<a><SyncUserAccounts><SyncUserAccount><AccountId>x</AccountId></SyncUserAccount></SyncUserAccounts></a>", "SyncUserAccounts[0].AccountId", "must be a whole number")]
    [TestCase("<a><SyncUserAccounts></a>", "", "Expected the end of element 'SyncUserAccounts'")]
    [TestCase("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>", "", "Document types")]
    [TestCase("<a/><b/>", "", "Nothing may follow the root element")]
    [TestCase("no xml", "", "The message does not start with an element")]
    public void What_cannot_be_read_is_named(string xml, string path, string message)
    {
        var error = Assert.Throws<RestFormatException>(() => Read(SyncEmailAccounts, xml))!;

        Assert.That(error.Path, Is.EqualTo(path));
        Assert.That(error.Message, Does.StartWith(message));
    }

    [Test]
    public void Too_many_elements_and_too_deep_ones_are_refused()
    {
        Assert.Throws<RestFormatException>(() => Read(SyncEmailAccounts, "<a>" + string.Concat(Enumerable.Repeat("<b/>", 1001)) + "</a>", 1000));
        Assert.Throws<RestFormatException>(() => Read(SyncEmailAccounts, string.Concat(Enumerable.Repeat("<a>", 100_000))));
    }

    [Test]
    public void Any_text_is_read_or_refused_with_a_reason() =>
        Prop.ForAll(Gen.ListOf(Gen.Elements("<a>", "</a>", "<SyncUserAccounts>", "</SyncUserAccounts>", "<b/>", "x", "&lt;", "&", "<![CDATA[", "]]>", " i:nil=\"true\"", "\0", "é")).Select(list => "<r>" + string.Concat(list) + "</r>").ToArbitrary(), text =>
        {
            try
            {
                Read(SyncEmailAccounts, text);
            }
            catch (RestFormatException)
            {
                // With a reason.
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Test]
    public async Task Results_are_data_contracts_with_properties_nulled_and_times_converted()
    {
        EMailEntity[] messages = [new() { Subject = "a\u0001\r\n<", Sent = new DateTime(2026, 7, 20, 10, 0, 0, DateTimeKind.Utc), From = new() { Name = "Carl", Address = "c@d" } }];
        var shape = new ResultShape(Selection.Parse("subject,sent,repliedAt,from/address"), CallerClock.Parse("NO,includeTZOffset", CallerTimeZone.Utc));

        var xml = await RestXml.WriteAsync(typeof(EMailEntity[]), messages, shape, CancellationToken.None);

        var text = Encoding.UTF8.GetString(xml);
        var root = XElement.Parse(text, LoadOptions.PreserveWhitespace);
        XNamespace ns = ServiceNamespace.Services83;
        var message = root.Elements().Single();
        Assert.That(root.Name, Is.EqualTo(ns + "ArrayOfEMailEntity"));
        Assert.That(message.Element(ns + "Sent")!.Value, Is.EqualTo("2026-07-20T12:00:00+02:00"));
        Assert.That(message.Element(ns + "RepliedAt")!.Value, Is.EqualTo("0001-01-01T00:00:00Z"));
        Assert.That(message.Element(ns + "Subject")!.Value, Is.EqualTo("a\uFFFD\r\n<"));
        Assert.That(message.Element(ns + "From")!.Element(ns + "Address")!.Value, Is.EqualTo("c@d"));
        Assert.That(text, Does.Contain("<Size i:nil=\"true\"").And.Contain("<Name i:nil=\"true\"").And.Not.Contain("Carl"));
    }

    [TestCase(typeof(int), 5)]
    [TestCase(typeof(bool), true)]
    [TestCase(typeof(string), "text")]
    [TestCase(typeof(string[]), null)]
    public async Task Primitive_results_are_named_as_the_frameworks_serializer_names_them(Type type, object? value)
    {
        var xml = await RestXml.WriteAsync(type, value, new ResultShape(null, null), CancellationToken.None);

        using var stream = new MemoryStream(xml);
        Assert.That(new DataContractSerializer(type).ReadObject(stream), Is.EqualTo(value));
    }

    private static object?[] Read(RestOperation operation, string xml, int maxElements = 1_000_000) =>
        RestBody.ReadXml(operation, XmlEncoding.Normalize(Encoding.UTF8.GetBytes(xml), null), new SoapLimits { MaxElements = maxElements }.ToXmlLimits(), claim: null);
}
