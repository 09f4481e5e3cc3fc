using System.IO.Compression;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>Less is sent: content that the client has already, and replies that can be compressed.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class TransferTests : RestFixture
{
    private const string Attachment = "CreateDefaultEMailAttachment";
    private const string Large = "CreateDefaultEMailEntity";

    protected override bool SharesServer => true;

    [OneTimeSetUp]
    public Task StartOnce() => StartAsync("--Rest:Origins:0=https://crm.example.com");

    [Test]
    public async Task Content_that_the_client_has_is_not_sent_again()
    {
        var client = await AsAsync(SoapTestServer.Anna);
        var first = Succeeded(await client.PostAsync(Operation(Attachment), "", null, Deadline));
        var tag = first.Header("ETag")!;

        Assert.That(tag, Does.Match("^\"[A-Za-z0-9_-]{22}\"$"));
        var second = await client.PostAsync(Operation(Attachment), "", null, Deadline, ("If-None-Match", $"\"other\", {tag}"));
        Refused(second, 412, "NotChanged");
        Assert.That(second.Header("ETag"), Is.EqualTo(tag));
        Succeeded(await client.PostAsync(Operation(Attachment), "", null, Deadline, ("If-None-Match", "\"other\"")));
        Succeeded(await client.PostAsync(Operation(Attachment), "", null, Deadline, ("If-None-Match", "nonsense")));
    }

    [Test]
    public async Task Another_selection_or_format_has_another_tag()
    {
        var client = await AsAsync(SoapTestServer.Anna);
        string[] tags =
        [
            (await client.PostAsync(Operation(Attachment), "", null, Deadline)).Header("ETag")!,
            (await client.PostAsync(Operation(Attachment) + "?$select=size,filename", "", null, Deadline)).Header("ETag")!,
        ];

        Assert.That(tags, Is.Unique.And.All.Not.Null);
        Assert.That((await client.PostAsync(Operation(Large), "", null, Deadline)).Header("ETag"), Is.Null);
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task Large_replies_are_compressed_if_the_client_accepts_it(string encoding)
    {
        var client = await AsAsync(SoapTestServer.Anna);
        var plain = Succeeded(await client.PostAsync(Operation(Large), "", null, Deadline));
        var compressed = Succeeded(await client.PostAsync(Operation(Large), "", null, Deadline, ("Accept-Encoding", encoding)));

        Assert.That(plain.Header("Content-Encoding"), Is.Null);
        Assert.That(compressed.Header("Content-Encoding"), Is.EqualTo(encoding));
        Assert.That(compressed.Header("Vary"), Does.Contain("Accept-Encoding"));
        Assert.That(compressed.Body, Has.Length.LessThan(plain.Body.Length));
        Assert.That(Keys(Decompress(compressed.Body, encoding)), Is.EqualTo(Keys(plain.Body)));
    }

    [TestCase("POST", "/api/v1/Agents/EMail/CreateDefaultEMailAttachment", "ETag")]
    [TestCase("POST", "/api/v1/Agents/EMail/GetCurrentAccountId", "is short")]
    [TestCase("GET", "/api/v1/User/currentPrincipal", "has a ticket")]
    public async Task Other_replies_are_not_compressed(string method, string path, string reason)
    {
        var client = await AsAsync(SoapTestServer.Anna);
        var reply = await client.SendAsync(new HttpMethod(method), path, Deadline, ("Accept-Encoding", "gzip, br"));

        Assert.That(Succeeded(reply).Header("Content-Encoding"), Is.Null, reason);
    }

    [Test]
    public async Task Soap_replies_are_not_compressed()
    {
        var reply = await Server.Rest().SendAsync(HttpMethod.Get, "/Services83/EMail.svc?singleWsdl", Deadline, ("Accept-Encoding", "gzip, br"));

        Assert.That(reply.Body, Has.Length.GreaterThan(10_000));
        Assert.That(reply.Header("Content-Encoding"), Is.Null);
    }

    [TestCase("/api/v1/Agents/Person/GetMyPerson", "Person")]
    [TestCase("/api/v1/agents/Associate/GetAssociatesByGroup", "Associate")]
    [TestCase("/api/v1/Contact/1", "Contact")]
    public async Task What_is_not_offered_names_what_is(string path, string name)
    {
        var client = await AsAsync(SoapTestServer.Anna);
        var error = Refused(await client.PostAsync(path, "{}", Json, Deadline), 404, "UnknownAddress");

        Assert.That(error.Message, Does.Contain(name).And.Contain("Agents/EMail").And.Contain("User/currentPrincipal"));
    }

    [Test]
    public async Task A_page_of_a_named_site_may_read_all_headers_and_need_not_ask_each_time()
    {
        var reply = await Server.Rest().SendAsync(
            HttpMethod.Options, Operation(Large), Deadline, ("Origin", "https://crm.example.com"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "if-none-match"));
        var client = await AsAsync(SoapTestServer.Anna);
        var answer = await client.PostAsync(Operation(Attachment), "", null, Deadline, ("Origin", "https://crm.example.com"));

        Assert.That(reply.Header("Access-Control-Max-Age"), Is.EqualTo("600"));
        Assert.That(answer.Header("Access-Control-Expose-Headers"), Is.EqualTo("*"));
    }

    private static byte[] Decompress(byte[] body, string encoding)
    {
        using var source = new MemoryStream(body);
        using Stream stream = encoding == "br" ? new BrotliStream(source, CompressionMode.Decompress) : new GZipStream(source, CompressionMode.Decompress);
        using var result = new MemoryStream();
        stream.CopyTo(result);
        return result.ToArray();
    }

    private static string[] Keys(byte[] json) => [.. JsonDocument.Parse(Encoding.UTF8.GetString(json)).RootElement.EnumerateObject().Select(property => property.Name)];
}
