using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>A look-up of an associate is the tenant's to answer.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class GatewayAssociateTests : GatewayFixture
{
    private const string Path = "/Cust1/api/v1/Agents/Associate/GetAssociate?associateId=7";

    private static readonly HttpClient Http = new();

    [Test]
    public async Task The_tenant_is_asked_with_the_callers_credentials()
    {
        await StartGatewayAsync();
        (string Address, string Ticket) asked = default;
        Upstream.Instead = async (context, _) =>
        {
            asked = (context.Request.Path + context.Request.QueryString.Value, context.Request.Headers.Authorization!);
            await Upstream.AnswerAsync(context, """{"AssociateId":7,"Name":"carl","Type":"InternalAssociate","NewMember":1}""", "application/json", 200);
            return true;
        };

        var reply = await Client().PostAsync(Path, "", null, Deadline);

        Assert.That(asked, Is.EqualTo(($"{Upstream.BasePath}/api/v1/Agents/Associate/GetAssociate?associateId=7", "SoTicket " + UpstreamTicket)));
        Assert.That(reply.Json.GetProperty("Name").GetString(), Is.EqualTo("carl"));
    }

    [Test]
    public async Task Nobody_found_is_not_found()
    {
        await StartGatewayAsync();
        Upstream.Instead = async (context, _) =>
        {
            await Upstream.AnswerAsync(context, "null", "application/json", 200);
            return true;
        };

        var reply = await Client().PostAsync(Path, "", null, Deadline);

        Assert.That(((int)reply.Status, reply.Error!.ExceptionType), Is.EqualTo((404, "NotFound")));
    }

    private RestTestClient Client() => new(Http, Url) { Headers = { ["Authorization"] = "SoTicket " + UpstreamTicket } };
}
