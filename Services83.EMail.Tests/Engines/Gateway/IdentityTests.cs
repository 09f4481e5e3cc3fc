using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>The credentials that the tenant gets.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class IdentityTests : GatewayFixture
{
    private static readonly string Basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    [TestCase(UpstreamTicket, "SoTicket " + UpstreamTicket)]
    [TestCase("8A:Cust1.AbCdEf", "Bearer 8A:Cust1.AbCdEf")]
    [TestCase("eyJhbGciOi.J9.x_-y", "Bearer eyJhbGciOi.J9.x_-y")]
    public async Task What_the_client_brings_is_passed_on(string ticket, string authorization)
    {
        await StartGatewayAsync();

        await EMail(ticket, applicationToken: "token-of-the-application").CallAsync("GetCurrentAccountId", Deadline);

        Assert.That(Upstream.Calls[^1], Has.Property("Authorization").EqualTo(authorization));
        Assert.That(Upstream.Calls[^1], Has.Property("ApplicationToken").EqualTo("token-of-the-application"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("7T:a b")]
    [TestCase("7T:ø")]
    public async Task A_call_without_a_ticket_that_can_be_one_does_not_reach_the_tenant(string? ticket)
    {
        await StartGatewayAsync();

        Refused(await EMail(ticket).CallAsync("GetCurrentAccountId", Deadline), "NotAuthenticated");

        Assert.That(Upstream.Calls, Is.Empty);
    }

    [TestCase("token\u00f8")]
    [TestCase("to\nken: x")]
    public async Task An_application_token_that_cannot_be_one_is_told(string token)
    {
        await StartGatewayAsync();

        Refused(await EMail(applicationToken: token).CallAsync("GetCurrentAccountId", Deadline), "InvalidArgument");

        Assert.That(Upstream.Calls, Is.Empty);
    }

    [Test]
    public async Task A_token_that_no_header_can_carry_is_refused_and_does_not_count_against_the_tenant()
    {
        await StartGatewayAsync("--Gateway:Retries=0");
        for (var i = 0; i < 12; i++)
        {
            Refused(await EMail(applicationToken: "tøken").CallAsync("GetCurrentAccountId", Deadline), "InvalidArgument");
        }

        Assert.That((await CallAsync("GetCurrentAccountId")).Error?.Message, Is.Null);
    }

    [Test]
    public async Task What_a_web_API_says_beside_its_result_is_passed_on_as_is_the_language_of_its_client()
    {
        await StartGatewayAsync();
        Upstream.Instead = async (context, _) =>
        {
            context.Response.Headers["SO-ExtraInfo-Incomplete"] = "too large, S%C3%B8n";
            await Upstream.JsonAsync(context, $"\"{context.Request.Headers["SO-Language"]} {context.Request.Headers["SO-Culture"]}\"");
            return true;
        };
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Url, "/Cust1/api/v1/Agents/EMail/SaveEmailToTmpDocument"));
        request.Headers.Add("Authorization", "Bearer 8A:token");
        request.Headers.Add("SO-Language", "nb");
        request.Headers.Add("SO-Culture", "nb-NO");

        var soap = await CallAsync("SaveEmailToTmpDocument");
        using var rest = await http.SendAsync(request, Deadline);

        Assert.That(soap.ExtraInfo, Is.EqualTo(new Dictionary<string, string?> { ["Incomplete"] = "too large, Søn" }));
        Assert.That(await rest.Content.ReadAsStringAsync(Deadline), Is.EqualTo("\"nb nb-NO\""));
        Assert.That(Upstream.Calls[^1].Authorization, Is.EqualTo("Bearer 8A:token"));
    }

    [Test]
    public async Task An_address_that_names_no_tenant_is_told()
    {
        await StartGatewayAsync();

        var error = Refused(await new SoapTestClient(new HttpClient(), new Uri(Url, "/Services83/EMail.svc"), "EMail", new()) { Ticket = "8A:x" }
            .CallAsync("GetCurrentAccountId", Deadline), "InvalidArgument");

        Assert.That(error.Message, Does.Contain("Gateway:BaseAddress"));
    }

    [Test]
    public async Task Nobody_can_sign_in_with_what_is_logged_stored_or_answered()
    {
        await StartGatewayAsync("--Gateway:QueueSyncs=true");
        var ticket = await LogInAsync(applicationToken: "token-of-the-application");
        await EMail(ticket, applicationToken: "token-of-the-application").CallAsync(
            "SyncEmailAccounts", Deadline, ("SyncUserAccounts", new[] { new SyncUserAccount { AccountId = 1 } }));
        await EMail("8A:Cust1.secret-access-token").CallAsync("GetEMail", Deadline);
        Upstream.Instead = (context, _) =>
        {
            context.Abort();
            return Task.FromResult(true);
        };
        await EMail(ticket).CallAsync("GetEMail", Deadline);
        await StopGatewayAsync();

        var stored = Directory.GetFiles(DataFolder, "*", SearchOption.AllDirectories).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file)));
        string[] secrets = [Password, Basic["Basic ".Length..], "token-of-the-application", "secret-access-token", ticket["7T:".Length..]];
        foreach (var secret in secrets)
        {
            Assert.That(Log.Lines, Has.None.Contains(secret), secret);
            Assert.That(stored, Has.None.Contains(secret), secret);
        }

        Assert.That(Replies.Skip(1), Has.None.Contains(ticket));
        Assert.That(Log.Lines, Has.Some.Contains("GetEMail at tenant 'Cust1': Connection"));
    }
}
