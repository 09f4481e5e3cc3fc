using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>A time is the same at the tenant, in the gateway and at both doors.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class MomentTests : GatewayFixture
{
    private const string Zone = "UTC,includeTZOffset";

    [TestCase("2001-05-03T03:06:07Z")]
    [TestCase("2001-05-03T03:06:07")]
    [TestCase("2001-05-03T05:06:07+02:00")]
    [TestCase("2001-05-02T22:06:07-0500", Description = "as the vendor's documentation writes it")]
    [TestCase("2001-05-03T03:06:07.0000000+0000")]
    public async Task A_moment_of_the_tenant_is_the_same_at_both_doors(string written)
    {
        await StartGatewayAsync();
        var zones = new List<string>();
        Upstream.Instead = async (context, _) =>
        {
            zones.Add(context.Request.Headers["SO-TimeZone"].ToString());
            await Upstream.JsonAsync(context, $$"""{"Sent":"{{written}}"}""");
            return true;
        };

        var soap = (await CallAsync("GetEMail", ("Id", 5))).Read<EMailEntity>()!.Sent;
        var plain = await GetOverRestAsync(null);
        var there = await GetOverRestAsync("NO,includeTZOffset");

        Assert.That((soap.Kind, soap), Is.EqualTo((DateTimeKind.Utc, new DateTime(2001, 5, 3, 3, 6, 7, DateTimeKind.Utc))));
        Assert.That(plain, Is.EqualTo("2001-05-03T03:06:07Z"));
        Assert.That(there, Is.EqualTo("2001-05-03T05:06:07+02:00"));
        Assert.That(zones, Is.EqualTo(new[] { Zone, Zone, Zone }));
    }

    [TestCase(null, "2001-05-03T03:06:07")]
    [TestCase(null, "2001-05-03T05:06:07+02:00")]
    [TestCase("NO", "2001-05-03T05:06:07")]
    [TestCase("US-NY", "2001-05-02T23:06:07")]
    public async Task A_moment_of_a_client_is_the_same_at_the_tenant(string? zone, string written)
    {
        await StartGatewayAsync();

        using var reply = await PostAsync("Save", $$$"""{"Email":{"Sent":"{{{written}}}"}}""", zone);

        Assert.That((int)reply.StatusCode, Is.EqualTo(200), await reply.Content.ReadAsStringAsync(Deadline));
        Assert.That((string?)Upstream.Calls.Single().Body!["Email"]!["Sent"], Is.EqualTo("2001-05-03T03:06:07Z"));
    }

    [TestCase("0001-01-01T00:00:00")]
    [TestCase("0001-01-01T00:00:00Z")]
    [TestCase("0001-01-01T00:00:00+01:00")]
    public async Task No_time_is_no_time_on_both_ways(string written)
    {
        await StartGatewayAsync();
        Upstream.Instead = async (context, _) =>
        {
            await Upstream.JsonAsync(context, $$"""{"Sent":"{{written}}"}""");
            return true;
        };

        var read = (await CallAsync("GetEMail", ("Id", 5))).Read<EMailEntity>()!;
        await CallAsync("Save", ("Email", read));

        Assert.That(read.Sent, Is.EqualTo(default(DateTime)));
        Assert.That((string?)Upstream.Calls[^1].Body!["Email"]!["Sent"], Is.EqualTo("0001-01-01T00:00:00"));
    }

    [TestCase("yesterday")]
    [TestCase("2001-05-03T03:06:07+99:00")]
    public async Task A_date_that_is_none_is_told(string written)
    {
        await StartGatewayAsync();
        Upstream.Instead = async (context, _) =>
        {
            await Upstream.JsonAsync(context, $$"""{"Sent":"{{written}}"}""");
            return true;
        };

        Assert.That(Refused(await CallAsync("GetEMail", ("Id", 5)), "Upstream", "BrokenReply").Message, Does.Contain("Sent must be a date such as"));
    }

    private async Task<string> GetOverRestAsync(string? zone)
    {
        using var reply = await PostAsync("GetEMail", "{}", zone);
        return (string)JsonNode.Parse(await reply.Content.ReadAsStringAsync(Deadline))!["Sent"]!;
    }

    private async Task<HttpResponseMessage> PostAsync(string operation, string json, string? zone)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", "8A:token");
        if (zone is not null)
        {
            http.DefaultRequestHeaders.Add("SO-TimeZone", zone);
        }

        return await http.PostAsync(new Uri(Url, "/Cust1/api/v1/Agents/EMail/" + operation), new StringContent(json, Encoding.UTF8, "application/json"), Deadline);
    }
}
