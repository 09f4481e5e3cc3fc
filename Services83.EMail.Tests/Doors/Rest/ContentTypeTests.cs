using System.Text;
using System.Xml.Linq;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>The formats of requests and replies, with every authentication scheme for each.</summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
public sealed class ContentTypeTests : RestFixture
{
    private const string JsonBody = """{"fromAddress":"Anna@test.example"}""";
    private const string XmlBody = "<request><FromAddress>Anna@test.example</FromAddress></request>";
    private const string FormBody = "FromAddress=Anna%40test.example";

    private static readonly (string Type, string Body)[] Requests =
    [
        ("application/json", JsonBody), ("text/json; charset=utf-8", JsonBody), ("application/json-patch+json", JsonBody),
        ("application/merge-patch+json", JsonBody), ("application/xml", XmlBody), ("text/xml; charset=\"utf-8\"", XmlBody),
        ("APPLICATION/X-WWW-FORM-URLENCODED", FormBody),
    ];

    private static readonly string[] Replies =
        ["application/json", "text/json", "application/json-patch+json", "application/merge-patch+json", "application/xml", "text/xml"];

    protected override bool SharesServer => true;

    [OneTimeSetUp]
    public async Task StartOnce()
    {
        await StartAsync();
        await Server.SetPasswordAsync(SoapTestServer.Anna, Deadline);
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
    }

    [Test]
    public async Task Every_type_of_request_and_of_reply_works_with_every_way_to_say_who_asks()
    {
        var combinations = 0;
        foreach (var headers in await SchemesAsync())
        {
            foreach (var (type, body) in Requests)
            {
                foreach (var accept in Replies)
                {
                    var reply = Succeeded(await Server.Rest().PostAsync(Operation("GetEMailAccountFromEMailAddress"), body, type, Deadline, [.. headers, ("Accept", accept)]));

                    Assert.That(reply.ContentType, Is.EqualTo(accept + "; charset=utf-8"));
                    Assert.That(AddressIn(reply, accept), Is.EqualTo("anna@test.example"), $"{type} to {accept} with {headers[0].Name}");
                    combinations++;
                }
            }
        }

        Assert.That(combinations, Is.EqualTo(7 * 6 * 6));
    }

    [TestCase(null, "application/json; charset=utf-8")]
    [TestCase("*/*", "application/json; charset=utf-8")]
    [TestCase("application/json; charset=utf-8", "application/json; charset=utf-8")]
    [TestCase("application/json; charset=iso-8859-1", "application/json; charset=utf-8")]
    [TestCase("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "application/xml; charset=utf-8")]
    [TestCase("text/*", "text/json; charset=utf-8")]
    [TestCase("application/json;q=0.5, text/xml", "text/xml; charset=utf-8")]
    [TestCase("application/json;q=0, application/*", "application/xml; charset=utf-8")]
    [TestCase("no media type", "application/json; charset=utf-8")]
    public async Task The_type_of_the_reply_is_the_one_that_the_client_likes_best(string? accept, string expected)
    {
        var client = await AsAsync(SoapTestServer.Anna);

        var reply = await client.PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline, accept is null ? [] : [("Accept", accept)]);

        Assert.That(Succeeded(reply).ContentType, Is.EqualTo(expected));
    }

    [TestCase("image/png")]
    [TestCase("application/octet-stream")]
    [TestCase("*/*;q=0")]
    public async Task What_cannot_be_sent_is_not_acceptable(string accept)
    {
        var client = await AsAsync(SoapTestServer.Anna);

        var error = Refused(await client.PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline, ("Accept", accept)), 406, "NotAcceptable");

        Assert.That(error.Message, Does.Contain("application/json").And.Contain("text/xml"));
    }

    [Test]
    public async Task An_operation_without_a_result_is_acceptable_to_everybody()
    {
        var client = await AsAsync(SoapTestServer.Anna);

        var reply = Succeeded(await client.PostAsync(Operation("SyncEmailAccounts"), """{"SyncUserAccounts":[]}""", Json, Deadline, ("Accept", "image/png")));

        Assert.That(((int)reply.Status, reply.Body.Length), Is.EqualTo((204, 0)));
    }

    /// <summary>The web server's own limit is 30 MB.</summary>
    [Test]
    public async Task A_large_request_is_read()
    {
        var client = await AsAsync(SoapTestServer.Anna);

        Succeeded(await client.PostAsync(Operation("SyncEmailAccounts"), new string(' ', 31_000_000) + "{}", Json, Deadline));
    }

    [TestCase("text/plain", JsonBody)]
    [TestCase("multipart/form-data; boundary=x", "--x--")]
    [TestCase("application/soap+xml", XmlBody)]
    [TestCase(null, JsonBody)]
    [TestCase("application/json; charset=klingon", JsonBody)]
    [TestCase("application/x-www-form-urlencoded", JsonBody)]
    public async Task A_body_of_another_type_is_refused(string? type, string body)
    {
        var client = await AsAsync(SoapTestServer.Anna);

        Refused(await client.PostAsync(Operation("GetEMailAccountFromEMailAddress"), body, type, Deadline), 415, "UnsupportedMediaType");
    }

    [TestCase("utf-16", "application/json")]
    [TestCase("iso-8859-1", "application/json")]
    [TestCase("utf-16", "text/xml")]
    [TestCase("windows-1252", "text/xml")]
    [TestCase("utf-8", "application/x-www-form-urlencoded")]
    public async Task Other_charsets_are_read(string charset, string type)
    {
        var client = await AsAsync(SoapTestServer.Anna);
        var body = type.EndsWith("json", StringComparison.Ordinal) ? """{"MimeMessage":"Subject: x\r\n\r\nBlåbær"}"""
            : type.EndsWith("xml", StringComparison.Ordinal) ? "<r><MimeMessage>Subject: x&#13;\n&#13;\nBlåbær</MimeMessage></r>" : "MimeMessage=Subject:%20x%0D%0A%0D%0ABl%C3%A5bær";
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);

        var reply = Succeeded(await client.PostAsync(
            Operation("CreateEMailFromMimeMessage"), [.. encoding.GetPreamble(), .. encoding.GetBytes(body)], $"{type}; charset={charset}", Deadline));

        Assert.That(reply.Json.GetProperty("PlainBody").GetString(), Does.StartWith("Blåbær"));
    }

    [Test]
    public async Task Octets_that_are_not_UTF8_are_refused()
    {
        var client = await AsAsync(SoapTestServer.Anna);

        Refused(await client.PostAsync(Operation("GetEMailAccountFromEMailAddress"), "{\"FromAddress\":\"\xE5\"}"u8.ToArray()[..^2].Append((byte)0xFF).ToArray(), Json, Deadline), 400, "InvalidRequest");
    }

    private async Task<(string Name, string Value)[][]> SchemesAsync()
    {
        var ticket = await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline);
        var basic = RestTestClient.Basic("anna", SoapTestServer.PasswordOf(SoapTestServer.Anna));
        var session = await Server.Rest(basic).PostAsync("/api/v1/session", "", null, Deadline);
        return
        [
            [("Authorization", basic)],
            [("Authorization", $"SoTicket {ticket}")],
            [("Authorization", $"bearer {ticket}")],
            [("Authorization", ticket)],
            [("Authorization", RestTestClient.Basic(ticket, ""))],
            [("Cookie", session.Headers["Set-Cookie"][0].Split(';')[0]), ("X-XSRF-TOKEN", session.Json.GetProperty("XsrfToken").GetString()!)],
        ];
    }

    private static string? AddressIn(RestTestReply reply, string accept) => accept.EndsWith("json", StringComparison.Ordinal)
        ? reply.Json.GetProperty("EMailAddress").GetString()
        : XElement.Parse(reply.Text).Element(XName.Get("EMailAddress", ServiceNamespace.Services83))?.Value;
}
