using System.Xml.Linq;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>Every refusal has a correct status and the same error object.</summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
public sealed class ErrorTests : RestFixture
{
    protected override bool SharesServer => true;

    [OneTimeSetUp]
    public Task StartOnce() => StartAsync("--Soap:MaxMessageBytes=10000", "--Soap:MaxElements=1000");

    [TestCase("""{"SyncUserAccounts":[{"AccountId":90},{"AccountId":"x"}]}""", "SyncUserAccounts[1].AccountId must be a whole number from -2147483648 to 2147483647 (line 1, position 55).", "SyncUserAccounts[1].AccountId")]
    [TestCase("{\n  \"SyncUserAccounts\": [}", "SyncUserAccounts", "SyncUserAccounts")]
    [TestCase("[]", "The body must be an object (line 1, position 2).", null)]
    [TestCase("{", "", null)]
    [TestCase("""{"SyncUserAccounts":[],"SyncUserAccounts":[]}""", "is given twice", "SyncUserAccounts")]
    public async Task What_cannot_be_read_is_named_with_property_and_position(string body, string message, string? argument)
    {
        var client = await AsAsync(SoapTestServer.Anna);

        var error = Refused(await client.PostAsync(Operation("SyncEmailAccounts"), body, Json, Deadline), 400, "InvalidRequest");

        Assert.That(error.Message, Does.Contain(message).And.Contain("line").And.Contain("position"));
        Assert.That(error.Parameters!.GetValueOrDefault("argument"), argument is null ? Is.Null.Or.Not.Null : Does.StartWith(argument));
        Assert.That(error.Parameters, Contains.Key("line").And.ContainKey("position"));
    }

    [Test]
    public async Task Nobody_is_told_how_to_prove_who_asks()
    {
        var reply = await Server.Rest().PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline);

        Refused(reply, 401, "NotAuthenticated");
        Assert.That(reply.Headers["WWW-Authenticate"], Is.EqualTo((string[])
            ["Basic realm=\"Services83\", charset=\"UTF-8\"", "SoTicket realm=\"Services83\", charset=\"UTF-8\"", "Bearer realm=\"Services83\", charset=\"UTF-8\""]));
    }

    [TestCase("Basic")]
    [TestCase("Basic ")]
    [TestCase("Basic !!!")]
    [TestCase("Basic bm9jb2xvbg==")]
    [TestCase("Basic bm9ib2R5Onh4")]
    [TestCase("SoTicket")]
    [TestCase("SoTicket 7T:x")]
    [TestCase("Bearer eyJhbGciOiJub25lIn0.e30.")]
    [TestCase("Digest username=\"anna\"")]
    [TestCase("Negotiate YII=")]
    public async Task Credentials_that_prove_nothing_are_refused(string authorization) =>
        Refused(await Server.Rest(authorization).PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline), 401, "NotAuthenticated");

    [Test]
    public async Task Two_authorizations_are_refused()
    {
        var ticket = await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline);

        Refused(
            await Server.Rest().PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline, ("Authorization", $"SoTicket {ticket}"), ("Authorization", "Basic YTpi")),
            401, "NotAuthenticated");
    }

    [Test]
    public async Task Who_asks_is_found_out_before_anything_is_read()
    {
        Refused(await Server.Rest().PostAsync(Operation("SyncEmailAccounts"), new string('x', 20_000), "text/plain", Deadline), 401, "NotAuthenticated");
    }

    [Test]
    public async Task Somebody_elses_is_not_found()
    {
        var bobs = await Server.AddAccountAsync(BobsMail, SoapTestServer.Bob, Deadline);
        var anna = await AsAsync(SoapTestServer.Anna);

        var error = Refused(await anna.PostAsync($"{Operation("GetEMailAccount")}?EMAILaccountid={bobs}", "", null, Deadline), 404, "NotFound");

        Assert.That(error.Parameters!.Values, Does.Contain($"{bobs}"));
    }

    [TestCase("", "eMailAccountId is needed in the query.")]
    [TestCase("?eMailAccountId=", "eMailAccountId is needed in the query.")]
    [TestCase("?eMailAccountId=glops", "eMailAccountId must be a whole number")]
    [TestCase("?eMailAccountId=1&EMailAccountId=2", "eMailAccountId is given twice.")]
    public async Task A_key_that_is_missing_in_the_query_or_none_is_named(string query, string message)
    {
        var client = await AsAsync(SoapTestServer.Anna);

        var error = Refused(await client.PostAsync(Operation("DeleteEMailAccount") + query, "", null, Deadline), 400, "InvalidRequest");

        Assert.That(error.Message, Does.StartWith(message));
        Assert.That(error.Parameters!["argument"], Is.EqualTo("eMailAccountId"));
    }

    [Test]
    public async Task What_is_not_there_is_not_found()
    {
        var client = await AsAsync(SoapTestServer.Anna);

        Refused(await client.PostAsync(Operation("SyncEmailAccountz"), "", null, Deadline), 404, "UnknownOperation");
        Refused(await client.SendAsync(HttpMethod.Get, Operation("Nothing"), Deadline), 404, "UnknownOperation");
        Refused(await client.SendAsync(HttpMethod.Get, "/api/v1/Agents/Contact/GetContact", Deadline), 404, "UnknownAddress");
        Refused(await client.SendAsync(HttpMethod.Get, "/api/v2", Deadline), 404, "UnknownAddress");
    }

    [TestCase("PUT", "/api/v1/Agents/EMail/GetEMail", "GET, HEAD, POST, OPTIONS")]
    [TestCase("DELETE", "/api/v1/Agents/EMail/GetEMail", "GET, HEAD, POST, OPTIONS")]
    [TestCase("GET", "/api/v1/session", "POST, DELETE, OPTIONS")]
    [TestCase("POST", "/api", "GET, HEAD, OPTIONS")]
    [TestCase("PATCH", "/api/v1", "GET, HEAD, OPTIONS")]
    public async Task Another_method_is_told_which_there_are(string method, string path, string allowed)
    {
        var reply = await Server.Rest().SendAsync(new HttpMethod(method), path, Deadline);

        Refused(reply, 405, "MethodNotAllowed");
        Assert.That(reply.Header("Allow"), Is.EqualTo(allowed));
    }

    [Test]
    public async Task What_is_too_large_is_refused_whatever_it_is()
    {
        var client = await AsAsync(SoapTestServer.Anna);

        Refused(await client.PostAsync(Operation("SyncEmailAccounts"), new string(' ', 10_001), Json, Deadline), 413, "TooLarge");
        Refused(await client.PostAsync(Operation("SyncEmailAccounts"), $"{{\"SyncUserAccounts\":[{string.Join(',', Enumerable.Repeat("{}", 1001))}]}}", Json, Deadline), 400, "InvalidRequest");
        Refused(await client.PostAsync(Operation("SyncEmailAccounts"), string.Join('&', Enumerable.Repeat("a=", 1001)), "application/x-www-form-urlencoded", Deadline), 400, "InvalidRequest");
        Refused(await client.PostAsync(Operation("SyncEmailAccounts"), "<a>" + string.Concat(Enumerable.Repeat("<b/>", 1001)) + "</a>", "text/xml", Deadline), 400, "InvalidRequest");
        Refused(await client.PostAsync(Operation("SyncEmailAccounts"), string.Concat(Enumerable.Repeat("{\"a\":", 1500)), Json, Deadline), 400, "InvalidRequest");
        Refused(await client.PostAsync($"{Operation("GetCurrentAccount")}?$select={string.Join('/', Enumerable.Repeat("a", 40))}", "", null, Deadline), 400, "InvalidRequest");
        Refused(await client.PostAsync(Operation("GetCurrentAccount"), "", null, Deadline, ("SO-TimeZone", "Atlantis")), 400, "InvalidRequest");
    }

    [Test]
    public async Task A_charset_that_nobody_should_use_is_refused()
    {
        var client = await AsAsync(SoapTestServer.Anna);

        Refused(await client.PostAsync(Operation("SyncEmailAccounts"), "{}", "application/json; charset=utf-7", Deadline), 415, "UnsupportedMediaType");
        Refused(await client.PostAsync(Operation("SyncEmailAccounts"), "<a/>", "text/xml; charset=utf-7", Deadline), 415, "UnsupportedMediaType");
        Refused(await Server.Rest().PostAsync("/api/v1/session", "{}", "application/json; charset=utf-7", Deadline), 415, "UnsupportedMediaType");
    }

    [TestCase("a\uFFFEb")]
    [TestCase("a\uD800b")]
    public async Task A_name_of_characters_that_are_none_is_nobodys(string name)
    {
        Refused(await Server.Rest(RestTestClient.Basic(name, "secret")).PostAsync(Operation("GetCurrentAccount"), "", null, Deadline), 401, "NotAuthenticated");
        var finding = await (await AsAsync(SoapTestServer.Anna)).CallAsync("FindContactOrPersonByEmailName", Deadline, ("Name", name), ("EmailAddress", name + "@x.example"));
        Assert.That((int)finding.Status, Is.AnyOf(200, 204, 400, 404), finding.ToString());
    }

    [Test]
    public async Task A_compressed_request_is_read_and_a_damaged_one_refused()
    {
        var client = await AsAsync(SoapTestServer.Anna);
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync("{\"SyncUserAccounts\":[]}"u8.ToArray(), Deadline);
        }

        Succeeded(await PostPackedAsync(client, packed.ToArray()));
        Refused(await PostPackedAsync(client, [.. packed.ToArray()[..10], 0xFF, 0xFF, 0xFF, 0xFF]), 400, "InvalidRequest");
    }

    [Test]
    public async Task An_error_comes_in_XML_when_that_is_asked_for()
    {
        var client = await AsAsync(SoapTestServer.Anna);

        var reply = await client.PostAsync(Operation("SyncEmailAccounts"), "{", Json, Deadline, ("Accept", "text/xml"));

        var error = XElement.Parse(reply.Text);
        Assert.That(((int)reply.Status, reply.ContentType), Is.EqualTo((400, "text/xml; charset=utf-8")));
        Assert.That(error.Name, Is.EqualTo(XName.Get("SoExceptionInfo", ServiceNamespace.Services83)));
        Assert.That((string?)error.Element(XName.Get("ExceptionType", ServiceNamespace.Services83)), Is.EqualTo("InvalidRequest"));
    }

    private static Task<RestTestReply> PostPackedAsync(RestTestClient client, byte[] body) =>
        client.PostAsync(Operation("SyncEmailAccounts"), body, Json, Deadline, ("Content-Encoding", "gzip"));
}
