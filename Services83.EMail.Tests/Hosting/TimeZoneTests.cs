using NUnit.Framework;
using Services83.EMail.Tests.Doors.Rest;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting;

/// <summary>The time zone of dates at the two doors. The message that is read was sent on 20 November 2026 at ten, UTC.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class TimeZoneTests : RestFixture
{
    private const string MessageId = "letter@test.example";

    [TestCase(null, "2026-11-20T10:00:00Z", "UTC", 1)]
    [TestCase("UTC", "2026-11-20T10:00:00Z", "UTC", 1)]
    [TestCase("NO", "2026-11-20T11:00:00", "NO", 261)]
    [TestCase("us-ny", "2026-11-20T05:00:00", "US-NY", 460)]
    [TestCase("SE", "2026-11-20T11:00:00", "SE", 0)]
    [TestCase("Asia/Kathmandu", "2026-11-20T15:45:00", "Asia/Kathmandu", 0)]
    public async Task Dates_of_a_SOAP_reply_are_by_the_clock_that_its_request_names(string? code, string sent, string toldCode, int toldNumber)
    {
        await StartWithLetterAsync();

        var reply = await ReadBySoapAsync(code is null ? null : new SoTimeZone { SoTimeZoneLocationCode = code });

        Assert.That(SentOf(reply), Is.EqualTo(sent));
        Assert.That((reply.TimeZone!.SoTimeZoneLocationCode, reply.TimeZone.SoTimeZoneId), Is.EqualTo((toldCode, toldNumber)));
        Assert.That(reply.Text, Does.Contain("RepliedAt>0001-01-01T00:00:00<"), "no time");
    }

    [Test]
    public async Task A_number_counts_where_there_is_no_code()
    {
        await StartWithLetterAsync();

        Assert.That(SentOf(await ReadBySoapAsync(new SoTimeZone { SoTimeZoneId = 261 })), Is.EqualTo("2026-11-20T11:00:00"));
        Assert.That(SentOf(await ReadBySoapAsync(new SoTimeZone { SoTimeZoneId = 261, SoTimeZoneLocationCode = "US-NY" })), Is.EqualTo("2026-11-20T05:00:00"));
        Assert.That(SentOf(await ReadBySoapAsync(new SoTimeZone())), Is.EqualTo("2026-11-20T10:00:00Z"));
    }

    [TestCase("NONSENSE", 0)]
    [TestCase("-", 0)]
    [TestCase(null, 99_999)]
    public async Task What_names_no_zone_is_refused_at_both_doors(string? code, int number)
    {
        await StartAsync();
        var ticket = await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline);
        var zone = new SoTimeZone { SoTimeZoneLocationCode = code, SoTimeZoneId = number };

        var bySoap = await Server.EMail(ticket, timeZone: zone).CallAsync("GetCurrentAccountId", Deadline);
        var byRest = await (await AsAsync(SoapTestServer.Anna)).PostAsync(
            Operation("GetCurrentAccountId"), "", null, Deadline, ("SO-TimeZone", code ?? $"{number}"));

        Assert.That(Refused(bySoap, "InvalidArgument").Message, Does.Contain("NO or US-NY"));
        Assert.That(bySoap.TimeZone?.SoTimeZoneLocationCode, Is.EqualTo("UTC"), "what is not known is not echoed");
        Assert.That(Refused(byRest, 400, "InvalidRequest").Message, Does.Contain("NO or US-NY"));
    }

    [TestCase(null, "2026-11-20T10:00:00Z", "UTC")]
    [TestCase("NO", "2026-11-20T11:00:00", "NO")]
    [TestCase("261, includeTZOffset", "2026-11-20T11:00:00+01:00", "NO")]
    public async Task The_web_API_tells_the_zone_in_a_header_too(string? header, string sent, string told)
    {
        await StartWithLetterAsync();

        var reply = await ReadByRestAsync(header);

        Assert.That(reply.Json.GetProperty("Sent").GetString(), Is.EqualTo(sent));
        Assert.That(reply.Header("SO-TimeZone"), Is.EqualTo(told));
    }

    [Test]
    public async Task Without_a_header_the_zone_is_that_of_the_installation()
    {
        await StartWithLetterAsync("--Identity:BaseTimeZone=NO");

        var bySoap = await ReadBySoapAsync(null);
        var byRest = await ReadByRestAsync(null);

        Assert.That((SentOf(bySoap), bySoap.TimeZone!.SoTimeZoneLocationCode), Is.EqualTo(("2026-11-20T11:00:00", "NO")));
        Assert.That((byRest.Json.GetProperty("Sent").GetString(), byRest.Header("SO-TimeZone")), Is.EqualTo(("2026-11-20T11:00:00", "NO")));
        Assert.That(SentOf(await ReadBySoapAsync(new SoTimeZone { SoTimeZoneLocationCode = "UTC" })), Is.EqualTo("2026-11-20T10:00:00Z"));
    }

    [Test]
    public async Task A_login_tells_the_zone_which_the_vendors_sample_client_reads_without_a_question()
    {
        await StartAsync("--Identity:BaseTimeZone=DK");
        await Server.SetPasswordAsync(SoapTestServer.Anna, Deadline);

        var reply = Succeeded(await Server.SoPrincipal().CallAsync(
            "AuthenticateUsernamePassword", Deadline, ("UserName", "anna"), ("Password", SoapTestServer.PasswordOf(SoapTestServer.Anna))));

        Assert.That((reply.TimeZone?.SoTimeZoneId, reply.TimeZone?.SoTimeZoneLocationCode), Is.EqualTo((140, "DK")));
    }

    [TestCase("2026-07-20T12:00:00", "2026-07-20T10:00:00Z")]
    [TestCase("2026-07-20T12:00:00Z", "2026-07-20T12:00:00Z")]
    [TestCase("2026-07-20T12:00:00-04:00", "2026-07-20T16:00:00Z")]
    public async Task Dates_of_a_request_without_an_offset_are_by_the_callers_clock_at_both_doors(string sent, string expected)
    {
        await StartAsync();
        await SyncAsync(SoapTestServer.Anna, await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline));
        var ticket = await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline);
        var draft = System.Xml.Linq.XElement.Parse(
            $"<Entity xmlns='{ServiceNamespace.Services83}'><Subject>Draft</Subject><From><Address>anna@test.example</Address></From>"
            + $"<Sent>{sent}</Sent><MessageID>by-soap@test.example</MessageID></Entity>");

        var bySoap = Succeeded(await Server.EMail(ticket, timeZone: new SoTimeZone { SoTimeZoneLocationCode = "NO" })
            .CallAsync("SaveDraft", Deadline, ("Entity", draft)));
        var byRest = Succeeded(await (await AsAsync(SoapTestServer.Anna)).PostAsync(
            Operation("SaveDraft"),
            $$"""{"Entity":{"Subject":"Draft","From":{"Address":"anna@test.example"},"Sent":"{{sent}}","MessageID":"by-rest@test.example"} }""",
            Json, Deadline, ("SO-TimeZone", "NO,includeTZOffset")));

        Assert.That(bySoap.Read<EMailEntity>()!.Sent, Is.EqualTo(Local(expected)));
        Assert.That(byRest.Json.GetProperty("Sent").GetDateTimeOffset(), Is.EqualTo(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)));

        static DateTime Local(string utc) =>
            DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture).ToOffset(TimeSpan.FromHours(2)).DateTime;
    }

    private static string SentOf(SoapReply reply) =>
        Succeeded(reply).Response.Descendants().First(element => element.Name.LocalName == nameof(EMailEntity.Sent)).Value;

    private async Task StartWithLetterAsync(params string[] settings)
    {
        await StartAsync(settings);
        AnnasMail.Inbox.Append(Letter("letter", MessageId));
        await SyncAsync(SoapTestServer.Anna, await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline));
    }

    private async Task<SoapReply> ReadBySoapAsync(SoTimeZone? zone) =>
        await Server.EMail(await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline), timeZone: zone)
            .CallAsync("GetMailFromMessageId", Deadline, ("MessageId", MessageId));

    private async Task<RestTestReply> ReadByRestAsync(string? header) => Succeeded(await (await AsAsync(SoapTestServer.Anna)).PostAsync(
        Operation("GetMailFromMessageId"), $$"""{"MessageId":"{{MessageId}}"}""", Json, Deadline, header is null ? [] : [("SO-TimeZone", header)]));
}
