using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>Who the caller is, as the vendor's Associate agent tells it.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class AssociateTests : RestFixture
{
    private const string Path = "/api/v1/Agents/Associate/GetAssociate";

    protected override bool SharesServer => true;

    [OneTimeSetUp]
    public Task StartOnce() => StartAsync();

    [Test]
    public async Task Callers_see_themselves()
    {
        var anna = await AsAsync(SoapTestServer.Anna);
        var me = Succeeded(await anna.SendAsync(HttpMethod.Get, "/api/v1/User/currentPrincipal", Deadline)).Json.GetProperty("AssociateId").GetInt32();

        var reply = Succeeded(await anna.PostAsync($"{Path}?associateId={me}", "", null, Deadline));

        var associate = reply.Read<Associate>()!;
        Assert.That((associate.AssociateId, associate.Name, associate.Type, associate.Deleted), Is.EqualTo((SoapTestServer.Anna, "anna", UserType.InternalAssociate, false)));
        Assert.That(associate.FullName, Does.StartWith("Associate 11"));
    }

    [Test]
    public async Task Only_privileged_callers_see_others()
    {
        var (anna, sally) = (await AsAsync(SoapTestServer.Anna), await AsAsync(SoapTestServer.Sally));

        var refused = Refused(await anna.PostAsync($"{Path}?associateId={SoapTestServer.Bob}", "", null, Deadline), 404, "NotFound");
        var unknown = Refused(await anna.PostAsync($"{Path}?associateId=4711", "", null, Deadline), 404, "NotFound");
        var bob = Succeeded(await sally.PostAsync($"{Path}?associateId={SoapTestServer.Bob}", "", null, Deadline)).Read<Associate>()!;

        Assert.That(refused.Message, Is.EqualTo("There is no associate 12 that you may see."));
        Assert.That(unknown.Message, Is.EqualTo("There is no associate 4711 that you may see."));
        Assert.That(bob.Name, Is.EqualTo("bob"));
    }

    [TestCase("")]
    [TestCase("?associateId=")]
    [TestCase("?associateId=-1")]
    [TestCase("?associateId=anna")]
    public async Task The_query_has_to_name_one(string query) =>
        Refused(await (await AsAsync(SoapTestServer.Anna)).PostAsync(Path + query, "", null, Deadline), 400, "InvalidRequest");

    [Test]
    public async Task Without_credentials_nobody_is_told_anything() =>
        Refused(await Server.Rest().PostAsync($"{Path}?associateId=11", "", null, Deadline), 401, "NotAuthenticated");
}
