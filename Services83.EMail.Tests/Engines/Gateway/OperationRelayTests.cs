using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Operations that this program does not know.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class OperationRelayTests : GatewayFixture
{
    private const string On = "--Gateway:ForwardUnknownOperations=true";
    private const string Path = "/Cust1/api/v1/Agents/EMail/SummarizeEMail2030";

    private static readonly HttpClient Http = new();

    [Test]
    public async Task A_call_is_forwarded_as_it_is_and_so_is_the_reply()
    {
        await StartGatewayAsync(On);
        (string Query, string Body, string Type, string Zone, string Ticket) got = default;
        Upstream.Instead = async (context, _) =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
            got = (context.Request.QueryString.Value!, context.Request.Headers["X-Test"]!, context.Request.ContentType!, context.Request.Headers["SO-TimeZone"]!, context.Request.Headers.Authorization!);
            context.Response.Headers["SO-Hint"] = "h";
            await Upstream.AnswerAsync(context, "<new>\u00E5</new>", "application/vnd.new+xml; charset=utf-8", 202);
            return true;
        };

        var reply = await Client().PostAsync(Path + "?$select=a&x=%20", "{\"New\":[1]}", "application/vnd.new+json", Deadline, ("SO-TimeZone", "NO"), ("X-Test", "not forwarded"));

        Assert.That((reply.Status, reply.Text, reply.ContentType, reply.Header("SO-Hint")), Is.EqualTo((HttpStatusCode.Accepted, "<new>\u00E5</new>", "application/vnd.new+xml; charset=utf-8", "h")));
        Assert.That((got.Query, got.Type, got.Zone, got.Ticket), Is.EqualTo(("?$select=a&x=%20", "application/vnd.new+json", "NO", "SoTicket " + UpstreamTicket)));
        Assert.That(got.Body, Is.Null);
        Assert.That(Upstream.Calls.Single().Body?.ToJsonString(), Is.EqualTo("{\"New\":[1]}"));
    }

    [Test]
    public async Task Without_the_setting_it_is_unknown()
    {
        await StartGatewayAsync();

        var reply = await Client().PostAsync(Path, "{}", "application/json", Deadline);

        Assert.That((reply.Status, reply.Error!.ExceptionType), Is.EqualTo((HttpStatusCode.NotFound, "UnknownOperation")));
        Assert.That(Upstream.Calls, Is.Empty);
    }

    [TestCase("/Cust1/api/v1/Agents/EMail/..%2FUser%2FDelete")]
    [TestCase("/Cust1/api/v1/Agents/EMail/A%3Fb=1")]
    public async Task A_name_that_could_be_another_address_is_refused(string path)
    {
        await StartGatewayAsync(On);

        var reply = await Client().PostAsync(path, "{}", "application/json", Deadline);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(Upstream.Calls, Is.Empty);
    }

    [Test]
    public async Task A_caller_without_credentials_is_refused()
    {
        await StartGatewayAsync(On);

        var reply = await new RestTestClient(Http, Url).PostAsync(Path, "{}", "application/json", Deadline);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(Upstream.Calls, Is.Empty);
    }

    [Test]
    public async Task A_refusal_of_the_tenant_is_an_error_as_for_any_operation()
    {
        await StartGatewayAsync(On);
        Upstream.Instead = async (context, _) =>
        {
            await Upstream.JsonAsync(context, """{"Message":"not granted"}""", StatusCodes.Status403Forbidden);
            return true;
        };

        var reply = await Client().PostAsync(Path, "{}", "application/json", Deadline);

        Assert.That((reply.Status, reply.Error!.ExceptionType), Is.EqualTo((HttpStatusCode.Forbidden, "AccessDenied")));
        Assert.That(Upstream.Calls, Has.Count.EqualTo(1), "not repeated");
    }

    [Test]
    public async Task A_request_or_a_reply_beyond_the_limits_ends()
    {
        await StartGatewayAsync(On, "--Gateway:MaxReplyBytes=2000", "--Soap:MaxMessageBytes=5000");
        Upstream.Instead = async (context, _) =>
        {
            await Upstream.AnswerAsync(context, new string('x', 3000), "text/plain");
            return true;
        };

        var large = await Client().PostAsync(Path, "{}", "application/json", Deadline);
        var sent = await Client().PostAsync(Path, new string(' ', 6000), "application/json", Deadline);

        Assert.That((large.Status, large.Error!.Parameters!["reason"]), Is.EqualTo((HttpStatusCode.BadGateway, "ReplyTooLarge")));
        Assert.That(sent.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    private RestTestClient Client() => new(Http, Url) { Headers = { ["Authorization"] = "SoTicket " + UpstreamTicket } };
}
