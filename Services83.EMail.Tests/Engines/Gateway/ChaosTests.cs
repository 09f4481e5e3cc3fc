using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>A tenant, and a connection to it, that fail in a different way at every call, with many clients at a time.</summary>
[Category(Tier.Engines)]
[CancelAfter(90_000)]
internal sealed class ChaosTests : GatewayFixture
{
    private const int Clients = 8;
    private const int CallsEach = 60;

    private static readonly string[] Operations =
        ["GetEMail", "SendEMails", "GetCurrentAccountId", "CacheFolderList", "SetRepliedAt", "GetEMailAsStream", "HasNewMail"];

    private static readonly Func<HttpContext, Task>[] Faults =
    [
        context => Status(context, 401),
        context => Status(context, 429),
        context => Status(context, 500),
        context => Status(context, 503),
        context => Status(context, 302),
        context => Status(context, 204),
        context => Upstream.AnswerAsync(context, "<html>", "text/html"),
        context => Upstream.JsonAsync(context, "null"),
        context => Upstream.JsonAsync(context, "{\"Subject\":\"x"),
        context => Upstream.JsonAsync(context, "[[[["),
        context => Upstream.JsonAsync(context, new string(' ', 70_000)),
        context => Upstream.AnswerAsync(context, "", "application/json"),
        Cut,
        Cut,
    ];

    [Test]
    public async Task Every_call_gets_its_result_or_an_error_that_says_what_happened([Values(1, 2)] int seed)
    {
        var random = new Random(seed);
        Upstream.Instead = async (context, _) =>
        {
            int fault;
            lock (random)
            {
                fault = random.Next(Faults.Length * 2);
            }

            if (fault >= Faults.Length)
            {
                return false;
            }

            await Faults[fault](context);
            return true;
        };
        // The circuit breaker would prevent most of the faults.
        await StartGatewayAsync("--Gateway:BreakSeconds=1", "--Gateway:MaxReplyBytes=60000", "--Gateway:Retries=1");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => ConverseAsync(seed * 100 + client)));

        var reasons = outcomes.SelectMany(outcome => outcome).ToLookup(reason => reason);
        Assert.That(reasons["ok"].Count(), Is.GreaterThan(Clients * CallsEach / 10), "calls that succeeded");
        Assert.That(reasons.Select(reason => reason.Key).Except(["ok"]), Is.SubsetOf(Enum.GetNames<UpstreamFailure>()));
        Assert.That(reasons, Has.Count.GreaterThan(7), string.Join(", ", reasons.Select(reason => $"{reason.Key} {reason.Count()}")));
        Upstream.Instead = (_, _) => Task.FromResult(false);
        Assert.That((await EMail(tenant: "Cust2").CallAsync("GetCurrentAccountId", Deadline)).Succeeded, Is.True, "and all is well afterwards");
    }

    private async Task<List<string>> ConverseAsync(int seed)
    {
        var random = new Random(seed);
        var outcomes = new List<string>();
        for (var i = 0; i < CallsEach; i++)
        {
            var reply = await EMail(tenant: random.Next(2) == 0 ? "Cust1" : "Cust2").CallAsync(Operations[random.Next(Operations.Length)], Deadline);
            Assert.That(reply.IsFault, Is.False, reply.Text);
            Assert.That((int)reply.Status, Is.EqualTo(200));
            Assert.That(reply.Succeeded, Is.EqualTo(reply.Error is null));
            outcomes.Add(reply.Error is null ? "ok" : reply.Error.Parameters!["reason"]!);
        }

        return outcomes;
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = "0";
        return Task.CompletedTask;
    }

    private static Task Cut(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
