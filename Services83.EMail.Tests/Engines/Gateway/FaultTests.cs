using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>If a tenant refuses, delays or does not answer, the error says so.</summary>
[Category(Tier.Engines)]
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

    [Test]
    public async Task A_tenant_that_recovers_in_time_is_not_noticed()
    {
        await StartGatewayAsync();
        var attempts = 0;
        Upstream.Instead = async (context, _) =>
        {
            if (++attempts == 3)
            {
                return await AnswerAsync(context, "7");
            }

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
        {
            Refused(await CallAsync(Write), "Upstream", "Unavailable");
        }

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
}
