using System.IO.Compression;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway.Wire;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>If a tenant's body cannot be used, or exceeds a limit, the error says so.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class BrokenReplyTests : GatewayFixture
{
    private const string Read = "GetEMail";

    [TestCase("GetCurrentAccountId", "null")]
    [TestCase("HasNewMail", "null")]
    [TestCase("SaveEMailAccount", "null")]
    [TestCase("RefreshFolderForAssociate", "null")]
    [TestCase("CreateDefaultEMailFolder", "null")]
    [TestCase("GetEMail", "")]
    public async Task Null_where_a_value_has_to_be_is_an_error(string operation, string body)
    {
        await StartGatewayAsync();
        AnswerAlways(body);

        Refused(await CallAsync(operation), "Upstream", body.Length == 0 ? "BrokenReply" : "EmptyReply");
    }

    [Test]
    public async Task Null_where_something_was_looked_for_is_nil([ValueSource(nameof(LookUpNames))] string operation)
    {
        await StartGatewayAsync();
        AnswerAlways("null");

        var reply = await CallAsync(operation);

        Assert.That((reply.Succeeded, reply.Error, reply.Read<object>()), Is.EqualTo((true, (SoExceptionInfo?)null, (object?)null)));
    }

    [Test]
    public async Task Null_of_a_look_up_is_null_at_the_web_API()
    {
        await StartGatewayAsync();
        AnswerAlways("null");
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", "8A:token");

        using var reply = await http.PostAsync(new Uri(Url, "/Cust1/api/v1/Agents/EMail/GetEMail"), new StringContent("{}", Encoding.UTF8, "application/json"), Deadline);

        Assert.That(((int)reply.StatusCode, await reply.Content.ReadAsStringAsync(Deadline)), Is.EqualTo((200, "null")).Or.EqualTo((204, "")));
    }

    [Test]
    public async Task A_list_that_is_null_is_empty()
    {
        await StartGatewayAsync();
        AnswerAlways("null");

        Assert.That((await CallAsync("GetReadySyncEmailAccounts")).Read<SyncUserAccount[]>(), Is.Empty);
    }

    [TestCase("""{"Subject":"half""")]
    [TestCase("""{"Subject":"whole"} and more""")]
    [TestCase("""{"Attachments":"none"}""")]
    [TestCase("""[]""")]
    [TestCase("""{"Size":"many"}""")]
    public async Task JSON_that_does_not_fit_is_told(string json)
    {
        await StartGatewayAsync();
        AnswerAlways(json);

        var error = Refused(await CallAsync(Read), "Upstream", "BrokenReply");

        Assert.That(error.Message, Does.Contain("(line 1)").And.Not.Contain("System.").And.Not.Contain("Services83.").And.Not.Contain("LineNumber"));
    }

    [Test]
    public async Task No_error_names_a_type_of_this_program(
        [ValueSource(nameof(ResultNames))] string operation,
        [Values("""{"x":""", """[[]]""", """[{"Id":{}}]""", """{"EMailAccountId":[],"EmailItemId":[],"Id":[]}""", "5", "\"text\"", "true")] string json)
    {
        await StartGatewayAsync();
        AnswerAlways(json);

        var error = (await CallAsync(operation)).Error;

        Assert.That(error?.Message, Is.Null.Or.Not.Contains("System.").And.Not.Contains("Services83.").And.Not.Contains("`"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_reply_that_is_too_large_is_not_read(bool compressed)
    {
        await StartGatewayAsync("--Gateway:MaxReplyBytes=2000");
        var json = Encoding.UTF8.GetBytes($$"""{"Subject":"{{new string('x', 100_000)}}"}""");
        Upstream.Instead = async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = compressed ? "gzip" : "identity";
            await using var body = compressed ? new GZipStream(context.Response.Body, CompressionLevel.Fastest) : context.Response.Body;
            await body.WriteAsync(json, context.RequestAborted);
            return true;
        };

        Refused(await CallAsync(Read), "Upstream", "ReplyTooLarge");
    }

    [Test]
    public async Task A_small_reply_that_would_fill_the_memory_is_not_read()
    {
        await StartGatewayAsync();
        Upstream.Instead = async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var body = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await body.WriteAsync("["u8.ToArray(), context.RequestAborted);
            var many = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{},", 20_000)));
            for (var i = 0; i < 50; i++)
            {
                await body.WriteAsync(many, context.RequestAborted);
            }

            await body.WriteAsync("{}]"u8.ToArray(), context.RequestAborted);
            return true;
        };

        var error = Refused(await CallAsync("GetReadySyncEmailAccounts"), "Upstream", "ReplyTooLarge");

        Assert.That(error.Message, Does.Contain("5000000 values"));
    }

    [Test]
    public async Task What_looks_like_values_inside_of_a_text_is_no_value()
    {
        await StartGatewayAsync();
        AnswerAlways($$"""{"HTMLBody":"{{string.Concat(Enumerable.Repeat("{[,\\\"\\\\", 800_000))}}"}""");

        var reply = await CallAsync(Read);

        Assert.That(reply.Error?.Message, Is.Null);
    }

    [TestCase("gzip", 200, "BrokenReply")]
    [TestCase("gzip", 500, "ServerError")]
    [TestCase("br", 200, "BrokenReply")]
    [TestCase("br", 500, "ServerError")]
    [TestCase("deflate", 500, "ServerError")]
    public async Task A_reply_that_cannot_be_decompressed_is_told(string encoding, int status, string reason)
    {
        await StartGatewayAsync();
        Upstream.Instead = async (context, _) =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            await Upstream.JsonAsync(context, "This was never compressed.", status);
            return true;
        };

        Refused(await CallAsync(Read), "Upstream", reason);
    }

    private static IEnumerable<string> LookUpNames() => LookUps.All.Intersect(ContractMethods.Names).Order();

    private static IEnumerable<string> ResultNames() =>
        ["GetEMail", "GetReadySyncEmailAccounts", "GetCurrentAccountId", "HasNewMail", "GetEMailAsStream", "GetFolderList", "RefreshFolderForAssociate"];
}
