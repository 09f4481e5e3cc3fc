using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway.Wire;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Whatever a tenant does wrong comes out as an error that says so.</summary>
[CancelAfter(60_000)]
internal sealed class FaultTests : GatewayFixture
{
    private const string Read = "GetEMail";
    private const string Write = "SetRepliedAt";
    [TestCase(401, "NotAuthenticated", "NotAuthenticated")]
    [TestCase(403, "AccessDenied", "Forbidden")]
    [TestCase(404, "Upstream", "Refused")]
    [TestCase(429, "Throttled", "Throttled")]
    [TestCase(500, "Upstream", "ServerError")]
    [TestCase(502, "Upstream", "Unavailable")]
    [TestCase(302, "Upstream", "Redirect")]
    public async Task A_status_is_told_with_what_the_tenant_says(int status, string type, string reason)
    {
        await StartGatewayAsync("--Gateway:Retries=0");
        Upstream.Instead = async (context, _) =>
        {
            await Upstream.JsonAsync(context, """{"Error":true,"ErrorType":"SoVendorException","Message":"Said the tenant."}""", status);
            return true;
        };

        var error = Refused(await CallAsync(Read, ("Id", 5)), type, reason);

        Assert.That(error.Message, Does.StartWith("The tenant 'Cust1' ").And.Contain($"({status})").And.Contain("Said the tenant."));
        Assert.That(error.Parameters, Contains.Key("status").WithValue($"{status}").And.ContainKey("upstreamType").WithValue("SoVendorException"));
        Assert.That(error.Parameters, Contains.Key("tenant").WithValue("Cust1"));
    }

    [TestCase(200, "NotJson", Read)]
    [TestCase(200, "NotJson", Write)]
    [TestCase(500, "ServerError", Read)]
    [TestCase(503, "Unavailable", Write)]
    public async Task A_page_in_place_of_the_tenant_is_told(int status, string reason, string operation)
    {
        await StartGatewayAsync("--Gateway:Retries=0");
        Upstream.Instead = async (context, _) =>
        {
            await Upstream.AnswerAsync(context, "<html><body>Log in, password: hunter2</body></html>", "text/html; charset=utf-8", status);
            return true;
        };

        var error = Refused(await CallAsync(operation, ("Id", 5)), "Upstream", reason);

        Assert.That(error.Message, Does.Not.Contain("hunter2"));
    }

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
                await body.WriteAsync(many, context.RequestAborted);
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

    [Test]
    public async Task A_tenant_that_recovers_in_time_is_not_noticed()
    {
        await StartGatewayAsync();
        var attempts = 0;
        Upstream.Instead = async (context, _) =>
        {
            if (++attempts == 3)
                return await AnswerAsync(context, "7");
            context.Response.Headers.RetryAfter = "0";
            context.Response.StatusCode = attempts == 1 ? 503 : 429;
            return true;
        };

        Assert.That((await CallAsync("GetCurrentAccountId")).Read<int>(), Is.EqualTo(7));
    }

    [Test]
    public async Task A_wait_that_is_too_long_is_left_to_the_client()
    {
        await StartGatewayAsync();
        Upstream.Instead = (context, _) =>
        {
            context.Response.Headers.RetryAfter = "3600";
            context.Response.StatusCode = 429;
            return Task.FromResult(true);
        };

        var error = Refused(await CallAsync(Read), "Throttled", "Throttled");

        Assert.That(error.Parameters, Contains.Key("retryAfterSeconds").WithValue("3600"));
        Assert.That(Upstream.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_tenant_that_does_not_answer_in_the_time_of_the_operation_is_told_and_not_asked_again()
    {
        await StartGatewayAsync("--Gateway:Timeouts:GetEMail=1");
        Upstream.Instead = async (context, _) =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };

        var error = Refused(await CallAsync(Read), "Upstream", "Timeout");

        Assert.That(error.Message, Does.Contain("did not answer GetEMail within 1 seconds"));
        Assert.That(Upstream.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_tenant_that_wants_to_be_called_elsewhere_is_not_followed_there()
    {
        await using var elsewhere = await Upstream.StartAsync(Deadline);
        await StartGatewayAsync();
        Upstream.Instead = (context, _) =>
        {
            context.Response.Redirect(new Uri(elsewhere.BaseAddress, "/login?ticket=secret").ToString(), permanent: false, preserveMethod: true);
            return Task.FromResult(true);
        };

        var error = Refused(await CallAsync(Read), "Upstream", "Redirect");

        Assert.That(elsewhere.Calls, Is.Empty);
        Assert.That(error.Message, Does.Contain(elsewhere.BaseAddress.Authority).And.Not.Contain("secret"));
    }

    [Test]
    public async Task A_host_that_does_not_exist_is_told()
    {
        await StartGatewayAsync("--Gateway:Tenants:Gone=https://gone.invalid/", "--Gateway:Retries=0");

        Refused(await EMail(tenant: "Gone").CallAsync(Read, Deadline), "Upstream", "NameResolution");
    }

    [Test]
    public async Task A_tenant_that_fails_again_and_again_is_left_alone_and_others_are_not()
    {
        await StartGatewayAsync("--Gateway:BreakSeconds=600");
        AnswerAlways("true", 503);
        for (var i = 0; i < 10; i++)
            Refused(await CallAsync(Write), "Upstream", "Unavailable");

        var error = Refused(await CallAsync(Write), "Upstream", "CircuitOpen");

        Assert.That(error.Parameters, Contains.Key("retryAfterSeconds"));
        Assert.That(Upstream.Calls, Has.Count.EqualTo(10));
        Refused(await EMail(tenant: "Cust2").CallAsync(Write, Deadline), "Upstream", "Unavailable");
        using var http = new HttpClient();
        Assert.That((await http.GetStringAsync(new Uri(Url, "/health/ready"), Deadline)).Split('\n')[0], Is.EqualTo("Degraded"));
    }

    [Test]
    public async Task A_tenant_whose_error_has_a_type_of_ours_is_passed_on_as_it()
    {
        await StartGatewayAsync();
        AnswerAlways("""{"ErrorType":"NotFound","Message":"There is no message 5."}""", 404);

        Refused(await CallAsync(Read), "NotFound", "Refused");
    }

    private static IEnumerable<string> LookUpNames() => LookUps.All.Order();

    private static IEnumerable<string> ResultNames() =>
        ["GetEMail", "GetReadySyncEmailAccounts", "GetCurrentAccountId", "HasNewMail", "GetEMailAsStream", "GetFolderList", "RefreshFolderForAssociate"];

    private void AnswerAlways(string json, int status = 200) => Upstream.Instead = (context, _) => AnswerAsync(context, json, status);

    private static async Task<bool> AnswerAsync(HttpContext context, string json, int status = 200)
    {
        await Upstream.JsonAsync(context, json, status);
        return true;
    }
}
