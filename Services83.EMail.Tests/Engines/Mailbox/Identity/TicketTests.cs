using System.Globalization;
using System.Text;
using Dapper;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Identity;

/// <summary>How EMail.svc handles the Credentials header.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class TicketTests : SoapFixture
{
    [SetUp]
    public Task Start() => StartAsync();

    [TestCase(null)]
    [TestCase("")]
    [TestCase("7T:")]
    [TestCase("7T:not base64 at all")]
    [TestCase("7T:1234abcxyzExample==")]
    [TestCase("anna")]
    public async Task Without_a_ticket_nothing_is_answered(string? ticket) =>
        Refused(await Server.EMail(ticket).CallAsync("GetCurrentAccount", Deadline), "NotAuthenticated");

    [Test]
    public async Task A_request_without_any_header_is_refused_the_same_way()
    {
        const string Request =
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
            + "<GetCurrentAccount xmlns='http://www.superoffice.net/ws/crm/NetServer/Services83'/></s:Body></s:Envelope>";
        using var http = new HttpClient();
        using var content = new StringContent(Request, Encoding.UTF8, "text/xml");

        using var reply = await http.PostAsync(new Uri(Server.Url, "/Services83/EMail.svc"), content, Deadline);

        Refused(new SoapReply(reply.StatusCode, "GetCurrentAccount", await reply.Content.ReadAsStringAsync(Deadline)), "NotAuthenticated");
    }

    [Test]
    public async Task A_tampered_ticket_is_refused()
    {
        var (id, number) = Parts(await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline));

        Refused(await UseAsync(Text(id, number ^ 1)), "NotAuthenticated");
        Refused(await UseAsync(Text(Guid.NewGuid().ToString(), number)), "NotAuthenticated");
        Succeeded(await UseAsync(Text(id, number)));
    }

    [Test]
    public async Task The_number_of_ones_own_ticket_does_not_open_somebody_elses()
    {
        var (annas, _) = Parts(await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline));
        var (_, bobs) = Parts(await Server.IssueTicketAsync(SoapTestServer.Bob, Deadline));

        Refused(await UseAsync(Text(annas, bobs)), "NotAuthenticated");
    }

    [Test]
    public async Task A_ticket_that_has_run_out_is_refused_and_stays_refused()
    {
        var ticket = await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline);
        await Server.Database.WriteAsync(
            (transaction, _) => transaction.Connection!.ExecuteAsync("UPDATE ticket SET expires_at = 1", transaction: transaction), Deadline);

        Refused(await UseAsync(ticket), "NotAuthenticated");
        Refused(await Server.SoPrincipal().CallAsync("AuthenticateUsernamePassword", Deadline, ("UserName", ticket), ("Password", "")), "NotAuthenticated");
        Refused(await UseAsync(ticket), "NotAuthenticated");
    }

    [Test]
    public async Task The_ticket_of_a_disabled_associate_is_refused()
    {
        var ticket = await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline);
        await Server.Get<AssociateStore>().SetDisabledAsync(SoapTestServer.Anna, disabled: true, Deadline);

        Refused(await UseAsync(ticket), "NotAuthenticated");
    }

    [Test]
    public async Task Somebody_elses_ticket_speaks_for_its_owner_only()
    {
        var account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);

        Refused(await CallAsync(SoapTestServer.Bob, "GetEMailAccount", ("EMailAccountId", account)), "NotFound");
        Succeeded(await CallAsync(SoapTestServer.Anna, "GetEMailAccount", ("EMailAccountId", account)));
    }

    [Test]
    public async Task The_time_zone_that_applies_is_told_with_and_without_an_error()
    {
        var zone = new SoTimeZone { SoTimeZoneId = 42, SoTimeZoneLocationCode = "no" };
        var ticket = await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline);

        var right = await Server.EMail(ticket, timeZone: zone).CallAsync("GetCurrentAccountId", Deadline);
        var wrong = await Server.EMail("7T:wrong", timeZone: zone).CallAsync("GetCurrentAccountId", Deadline);

        Assert.That(Succeeded(right).TimeZone?.SoTimeZoneId, Is.EqualTo(261), "the number of the code counts");
        Assert.That(wrong.TimeZone?.SoTimeZoneLocationCode, Is.EqualTo("NO"));
        Assert.That((await UseAsync(ticket)).TimeZone?.SoTimeZoneLocationCode, Is.EqualTo("UTC"));
    }

    private static (string Id, UInt128 Number) Parts(string ticket)
    {
        var parts = Encoding.Latin1.GetString(Convert.FromBase64String(ticket["7T:".Length..])).Split(';');
        return (parts[0], UInt128.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static string Text(string id, UInt128 number) =>
        "7T:" + Convert.ToBase64String(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id};{number}")));

    private Task<SoapReply> UseAsync(string ticket) => Server.EMail(ticket).CallAsync("GetCurrentAccountId", Deadline);
}
