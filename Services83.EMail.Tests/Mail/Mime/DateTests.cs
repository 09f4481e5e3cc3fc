using System.Globalization;
using NUnit.Framework;

namespace Services83.EMail.Tests.Mail.Mime;

public sealed class DateTests
{
    [TestCase("Fri, 20 Nov 2026 12:09:18 +0100", "2026-11-20T12:09:18+01:00")]
    [TestCase("20 Nov 2026 12:09 -0530", "2026-11-20T12:09:00-05:30", Description = "no weekday, no seconds")]
    [TestCase("Fri, 20 Nov 2026 12:09:18 +0100 (CET)", "2026-11-20T12:09:18+01:00", Description = "comment")]
    [TestCase("Fri,20 Nov(x)2026 12:09:18 GMT", "2026-11-20T12:09:18+00:00")]
    [TestCase("5 Nov 94 08:00:00 EST", "1994-11-05T08:00:00-05:00", Description = "two digits, old zone")]
    [TestCase("5 Nov 49 08:00:00 UT", "2049-11-05T08:00:00+00:00")]
    [TestCase("5 Nov 50 08:00:00 UT", "1950-11-05T08:00:00+00:00")]
    [TestCase("5 Nov 104 08:00:00 Z", "2004-11-05T08:00:00+00:00", Description = "three digits")]
    [TestCase("5 Nov 2004 08:00:00 K", "2004-11-05T08:00:00+00:00", Description = "military letters mean nothing")]
    [TestCase("5 Nov 2004 08:00:00 PDT", "2004-11-05T08:00:00-07:00")]
    [TestCase("5 Nov 2004 08:00:00", "2004-11-05T08:00:00+00:00", Description = "no zone")]
    [TestCase("5 Nov 2004 08:00:00 -0000", "2004-11-05T08:00:00+00:00")]
    [TestCase("5 Nov 2004 08:00:00 GMT+0200", "2004-11-05T08:00:00+02:00")]
    [TestCase("5 Nov 2004 08:00:00 +02:00", "2004-11-05T08:00:00+02:00")]
    [TestCase("Thursday, 05-Nov-15 08:00:00 EST", "2015-11-05T08:00:00-05:00", Description = "RFC 850")]
    [TestCase("Thu Nov  5 08:00:00 2015", "2015-11-05T08:00:00+00:00", Description = "asctime")]
    [TestCase("Thu Nov  5 08:00:00 MST 2015", "2015-11-05T08:00:00-07:00", Description = "date(1)")]
    [TestCase("2015-11-05T08:00:00+02:00", "2015-11-05T08:00:00+02:00", Description = "ISO 8601")]
    [TestCase("2015-11-05 08:00:00Z", "2015-11-05T08:00:00+00:00")]
    [TestCase("5 november 2004 8:00:00 +0000", "2004-11-05T08:00:00+00:00")]
    [TestCase("Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59+00:00", Description = "leap second")]
    [TestCase("5 Nov 2004 08:00:00 +9959", "2004-11-01T04:01:00+00:00", Description = "an offset beyond the framework's")]
    [TestCase("5 Nov 2004", "2004-11-05T00:00:00+00:00")]
    [TestCase("Sat, 29 Feb 2020 12:00:00 +0530 (IST", "2020-02-29T12:00:00+05:30")]
    public void Dates_are_read_in_all_their_forms(string value, string expected) =>
        Assert.That(Sample.Read($"Date: {value}\n\n").Date?.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("yesterday")]
    [TestCase("Thu, 31 Feb 2019 10:00:00 +0000")]
    [TestCase("Thu, 28 Feb 2019 25:61:99 +0000")]
    [TestCase("0000-00-00")]
    [TestCase("Mon, 1 Jan 10000000000 00:00:00 +0000")]
    [TestCase("1 Jan 0001 00:00:00 +1400")]
    [TestCase("31 Dec 9999 23:59:59 -1400")]
    [TestCase("12/31/99 11:59 PM", Description = "day and month cannot be told apart")]
    [TestCase(":::")]
    [TestCase("1:")]
    [TestCase("+-")]
    public void What_names_no_moment_is_no_date(string value) => Assert.That(Sample.Read($"Date: {value}\n\n").Date, Is.Null);
}
