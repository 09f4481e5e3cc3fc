using NUnit.Framework;
using Services83.EMail.Time;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.WebApi;

public sealed class CallerClockTests
{
    private static readonly DateTime Summer = new(2026, 7, 20, 10, 0, 0, DateTimeKind.Utc);

    [TestCase("NO", "2026-07-20T12:00:00")]
    [TestCase("no, includetzoffset", "2026-07-20T12:00:00+02:00")]
    [TestCase("US-NY, includeTZOffset", "2026-07-20T06:00:00-04:00")]
    [TestCase("Europe/Oslo", "2026-07-20T12:00:00")]
    [TestCase("W. Europe Standard Time", "2026-07-20T12:00:00")]
    [TestCase("UTC,includeTZOffset", "2026-07-20T10:00:00+00:00")]
    [TestCase("includeTZOffset", "2026-07-20T10:00:00+00:00")]
    [TestCase("261", "2026-07-20T12:00:00")]
    [TestCase("460,includeTZOffset", "2026-07-20T06:00:00-04:00")]
    [TestCase("Asia/Kathmandu,includeTZOffset", "2026-07-20T15:45:00+05:45")]
    [TestCase("UTC", "2026-07-20T10:00:00")]
    public void A_time_is_told_by_the_callers_clock(string header, string expected) =>
        Assert.That(CallerClock.Parse(header, CallerTimeZone.Utc).FromUtc(Summer), Is.EqualTo(expected));

    [TestCase("DE", "Europe/Berlin")]
    [TestCase("DK", "Europe/Copenhagen")]
    [TestCase("GB", "Europe/London")]
    [TestCase("US-HI", "Pacific/Honolulu")]
    [TestCase("AU-ACT", "Australia/Sydney")]
    [TestCase("CA-QC", "America/Toronto")]
    [TestCase("BD", "Asia/Dhaka")]
    public void The_vendors_codes_are_known(string code, string zone) =>
        Assert.That(CallerClock.Parse(code, CallerTimeZone.Utc).FromUtc(Summer), Is.EqualTo(CallerClock.Parse(zone, CallerTimeZone.Utc).FromUtc(Summer)));

    [TestCase("Atlantis")]
    [TestCase("NO, SE")]
    [TestCase("../../etc/passwd")]
    [TestCase("-")]
    [TestCase("262")]
    public void What_names_no_zone_is_refused(string header) => Assert.Throws<RestFormatException>(() => CallerClock.Parse(header, CallerTimeZone.Utc));

    [TestCase(null)]
    [TestCase("")]
    public void Without_the_header_dates_are_by_the_clock_of_the_installation(string? header)
    {
        Assert.That(CallerClock.Parse(header, CallerTimeZone.Utc).FromUtc(Summer), Is.EqualTo("2026-07-20T10:00:00Z"));
        Assert.That(CallerClock.Parse(header, TimeZones.Find("NO")!).FromUtc(Summer), Is.EqualTo("2026-07-20T12:00:00"));
    }

    [Test]
    public void Times_of_a_request_that_have_no_offset_are_in_the_callers_zone()
    {
        var operation = RestOperations.Find("Save")!;
        var arguments = RestJson.ReadBody(operation, """
            {"Email":{"Sent":"2026-07-20T12:00:00","ReceivedAt":"2026-07-20T12:00:00Z","InReplyTo":{"Sent":"2026-01-20T12:00:00"},"To":[{"Address":"a@b"}]}}
            """u8);

        CallerClock.Parse("NO", CallerTimeZone.Utc).ToUtc(operation, arguments);

        var email = (EMailEntity)arguments[0]!;
        Assert.That(email.Sent, Is.EqualTo(Summer));
        Assert.That(email.ReceivedAt, Is.EqualTo(Summer.AddHours(2)));
        Assert.That(email.InReplyTo!.Sent, Is.EqualTo(new DateTime(2026, 1, 20, 11, 0, 0, DateTimeKind.Utc)));
        Assert.That((email.RepliedAt, email.RepliedAt.Kind), Is.EqualTo((default(DateTime), DateTimeKind.Unspecified)));
    }
}
