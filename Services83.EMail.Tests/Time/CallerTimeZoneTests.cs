using System.Globalization;
using NUnit.Framework;
using Services83.EMail.Time;

namespace Services83.EMail.Tests.Time;

public sealed class CallerTimeZoneTests
{
    [TestCase("NO", "2026-03-29T00:59:59", "2026-03-29T01:59:59")]
    [TestCase("NO", "2026-03-29T01:00:00", "2026-03-29T03:00:00")]
    [TestCase("NO", "2026-10-25T00:30:00", "2026-10-25T02:30:00")]
    [TestCase("NO", "2026-10-25T01:30:00", "2026-10-25T02:30:00")]
    [TestCase("Asia/Kolkata", "2026-01-01T20:00:00", "2026-01-02T01:30:00")]
    [TestCase("Australia/Lord_Howe", "2026-01-01T00:00:00", "2026-01-01T11:00:00")]
    [TestCase("Australia/Lord_Howe", "2026-07-01T00:00:00", "2026-07-01T10:30:00")]
    [TestCase("NO", "9999-12-31T23:30:00", "9999-12-31T23:59:59.9999999")]
    [TestCase("US-NY", "0002-01-01T00:00:00", "0001-12-31T19:04:00")]
    public void A_date_of_a_result_is_told_by_the_callers_clock(string zone, string utc, string expected) =>
        Assert.That(Zone(zone).FromUtc(Date(utc, DateTimeKind.Utc)), Is.EqualTo(Date(expected, DateTimeKind.Unspecified)).Within(TimeSpan.FromMinutes(1)));

    [TestCase("NO", "2026-03-29T02:30:00", "2026-03-29T01:30:00", TestName = "An hour that the clock skips is standard time")]
    [TestCase("NO", "2026-10-25T02:30:00", "2026-10-25T01:30:00", TestName = "An hour that the clock shows twice is the second one")]
    [TestCase("Asia/Kathmandu", "2026-07-20T15:45:00", "2026-07-20T10:00:00", TestName = "A quarter of an hour counts")]
    [TestCase("NO", "0002-01-01T00:30:00", "0001-12-31T23:47:00", TestName = "Before there was zone time a town had its own")]
    [TestCase("US-NY", "9999-12-31T23:30:00", "9999-12-31T23:59:59.9999999", TestName = "Nothing is after the last date")]
    public void A_date_of_a_request_without_an_offset_becomes_UTC(string zone, string there, string expected)
    {
        var utc = Zone(zone).ToUtc(Date(there, DateTimeKind.Unspecified));

        if (expected.StartsWith("0001", StringComparison.Ordinal))
        {
            Assert.That(utc, Is.EqualTo(default(DateTime)), "the year 1 is no time");
            return;
        }

        Assert.That(utc, Is.EqualTo(Date(expected, DateTimeKind.Utc)));
        Assert.That(utc.Kind, Is.EqualTo(DateTimeKind.Utc));
    }

    [TestCase("0001-01-01T00:00:00", DateTimeKind.Unspecified)]
    [TestCase("0001-01-01T05:00:00", DateTimeKind.Utc)]
    [TestCase("1970-01-01T00:00:00", DateTimeKind.Utc)]
    [TestCase("1970-01-01T00:00:00", DateTimeKind.Unspecified)]
    public void No_time_is_the_year_1_and_what_gSOAP_makes_of_it(string date, DateTimeKind kind) =>
        Assert.That(Zone("NO").ToUtc(Date(date, kind)), Is.EqualTo(default(DateTime)));

    [Test]
    public void What_is_no_time_or_in_no_zone_stays_as_it_is_in_a_result()
    {
        Assert.That(Zone("NO").FromUtc(default), Is.EqualTo(default(DateTime)));
        Assert.That(Zone("NO").FromUtc(DateTime.MaxValue.Date), Is.EqualTo(DateTime.MaxValue.Date));
    }

    [Test]
    public void Every_code_of_the_table_is_a_zone_of_this_system()
    {
        using var stream = typeof(TimeZones).Assembly.GetManifestResourceStream("timezones.txt")!;
        using var reader = new StreamReader(stream);
        string[] codes = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split(' ')[0])];

        Assert.That(codes.Where(code => TimeZones.Find(code)?.Code != code), Is.Empty);
        Assert.That(codes, Has.Length.GreaterThan(300));
    }

    private static CallerTimeZone Zone(string name) => TimeZones.Find(name)!;

    private static DateTime Date(string text, DateTimeKind kind) =>
        DateTime.SpecifyKind(DateTime.Parse(text, CultureInfo.InvariantCulture), kind);
}
