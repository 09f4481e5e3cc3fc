using NUnit.Framework;
using Services83.EMail.Mail.Calendars;
using Services83.EMail.Mail.Calendars.Times;

namespace Services83.EMail.Tests.Mail.Calendars;

/// <summary>Invitations as programs write them, and as they should not.</summary>
public sealed class CalendarReaderTests
{
    private const string Invitation = """
        BEGIN:VCALENDAR
        METHOD:REQUEST
        PRODID:Microsoft Exchange Server 2010
        VERSION:2.0
        BEGIN:VTIMEZONE
        TZID:W. Europe Standard Time
        BEGIN:STANDARD
        DTSTART:16010101T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010101T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
        END:DAYLIGHT
        END:VTIMEZONE
        BEGIN:VEVENT
        ORGANIZER;CN="Olsen; Kari: salg":MAILTO:kari@a.example
        ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Ola Nordm
         ann:mailto:ola@b.example
        ATTENDEE;CUTYPE=ROOM;ROLE=NON-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:rom%201@a.example
        DESCRIPTION;LANGUAGE=nb-NO:Linje 1\nLinje 2\, med komma\; og \\ .
        UID:040000008200E00074C5B7101A82E008
        SUMMARY;LANGUAGE=nb-NO:Møte
        DTSTART;TZID=W. Europe Standard Time:20260702T100000
        DTEND;TZID=W. Europe Standard Time:20260702T113000
        CLASS:PUBLIC
        PRIORITY:5
        DTSTAMP:20260601T080000Z
        TRANSP:OPAQUE
        STATUS:CONFIRMED
        SEQUENCE:2
        LOCATION;LANGUAGE=nb-NO:Rom 1
        BEGIN:VALARM
        DESCRIPTION:REMINDER
        TRIGGER;RELATED=START:-PT15M
        ACTION:DISPLAY
        END:VALARM
        END:VEVENT
        END:VCALENDAR
        """;

    [TestCase("\r\n")]
    [TestCase("\n")]
    public void An_invitation_is_read(string lineEnd)
    {
        var calendar = CalendarReader.Read(Invitation.ReplaceLineEndings(lineEnd))!;
        var meeting = calendar.Main!;

        Assert.That((calendar.Method, calendar.ProductId, calendar.Events.Count), Is.EqualTo(("REQUEST", "Microsoft Exchange Server 2010", 1)));
        Assert.That((meeting.Uid, meeting.Summary, meeting.Location, meeting.Sequence), Is.EqualTo(("040000008200E00074C5B7101A82E008", "Møte", "Rom 1", 2)));
        Assert.That((meeting.Status, meeting.Class, meeting.Priority, meeting.IsFree, meeting.HasAlarm, meeting.IsWholeDay), Is.EqualTo(("CONFIRMED", "PUBLIC", 5, false, true, false)));
        Assert.That(meeting.Description, Is.EqualTo("Linje 1\nLinje 2, med komma; og \\ ."));
        Assert.That(meeting.Organizer, Is.EqualTo(new CalendarUser("kari@a.example") { Name = "Olsen; Kari: salg" }));
        Assert.That(meeting.Attendees, Is.EqualTo(new[]
        {
            new CalendarUser("ola@b.example") { Name = "Ola Nordmann", IsReplyExpected = true },
            new CalendarUser("rom 1@a.example") { Type = "ROOM", Role = "NON-PARTICIPANT", Status = "ACCEPTED" },
        }));
        Assert.That(meeting.Start!.ToUtc(TimeZoneInfo.Utc), Is.EqualTo(new DateTime(2026, 7, 2, 8, 0, 0, DateTimeKind.Utc)));
        Assert.That(meeting.End!.ToUtc(TimeZoneInfo.Utc), Is.EqualTo(new DateTime(2026, 7, 2, 9, 30, 0, DateTimeKind.Utc)));
    }

    [TestCase("DTSTART:20260702T100000Z", CalendarTimeKind.Utc, "2026-07-02T10:00:00")]
    [TestCase("DTSTART:20260702T100000", CalendarTimeKind.Floating, "2026-07-02T08:00:00")]
    [TestCase("DTSTART;VALUE=DATE:20260702", CalendarTimeKind.Date, "2026-07-01T22:00:00")]
    [TestCase("DTSTART:20260702", CalendarTimeKind.Date, "2026-07-01T22:00:00")]
    [TestCase("DTSTART;VALUE=DATE:20260702T100000", CalendarTimeKind.Date, "2026-07-01T22:00:00")]
    [TestCase("DTSTART;TZID=America/New_York:20260702T100000", CalendarTimeKind.Zoned, "2026-07-02T14:00:00")]
    [TestCase("DTSTART;TZID=Eastern Standard Time:20260702T100000", CalendarTimeKind.Zoned, "2026-07-02T14:00:00")]
    [TestCase("DTSTART;TZID=\"/mozilla.org/20050126_1/America/New_York\":20260702T100000", CalendarTimeKind.Zoned, "2026-07-02T14:00:00")]
    [TestCase("DTSTART;TZID=Nowhere:20260702T100000", CalendarTimeKind.Floating, "2026-07-02T08:00:00")]
    [TestCase("DTSTART;TZID=Europe/Oslo:20261025T023000", CalendarTimeKind.Zoned, "2026-10-25T00:30:00", TestName = "A time that occurs twice is the first one")]
    [TestCase("DTSTART;TZID=Europe/Oslo:20260329T023000", CalendarTimeKind.Zoned, "2026-03-29T01:30:00", TestName = "A time that does not exist has the offset before")]
    [TestCase("dtstart;tzid=Europe/Oslo:20260702t100000z", CalendarTimeKind.Utc, "2026-07-02T10:00:00")]
    [TestCase("DTSTART:2026-07-02T10:00:00Z", CalendarTimeKind.Utc, "2026-07-02T10:00:00")]
    [TestCase("DTSTART:20260702T235960Z", CalendarTimeKind.Utc, "2026-07-02T23:59:59")]
    [TestCase("DTSTART:00010101T000000", CalendarTimeKind.Floating, "0001-01-01T00:00:00")]
    public void A_time_means_what_its_zone_says(string line, CalendarTimeKind kind, string utc)
    {
        var start = RecurrenceTests.Event(line).Start!;

        Assert.That(start.Kind, Is.EqualTo(kind));
        Assert.That(start.ToUtc(TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo")).ToString("s"), Is.EqualTo(utc));
    }

    [Test]
    public void A_zone_of_an_unknown_name_follows_its_own_rules()
    {
        var text = Invitation.Replace("W. Europe Standard Time", "Our office", StringComparison.Ordinal);

        Assert.That(CalendarReader.Read(text)!.Main!.Start!.ToUtc(TimeZoneInfo.Utc).Hour, Is.EqualTo(8));
        Assert.That(CalendarReader.Read(text.Replace("20260702", "20261202", StringComparison.Ordinal))!.Main!.Start!.ToUtc(TimeZoneInfo.Utc).Hour, Is.EqualTo(9));
    }

    [TestCase("DTSTART:20260327T090000Z", "DURATION:PT1H30M", "2026-03-27T10:30:00")]
    [TestCase("DTSTART:20260327T090000Z", "DURATION:P1DT1H", "2026-03-28T10:00:00")]
    [TestCase("DTSTART:20260327T090000Z", "DURATION:P2W", "2026-04-10T09:00:00")]
    [TestCase("DTSTART:20260327T090000Z", "DURATION:-PT1H", "2026-03-27T09:00:00")]
    [TestCase("DTSTART:20260327T090000Z", "DURATION:nonsense", "2026-03-27T09:00:00")]
    [TestCase("DTSTART;TZID=Europe/Oslo:20260328T120000", "DURATION:P1D", "2026-03-29T10:00:00", TestName = "A day on the clock may have 23 hours")]
    [TestCase("DTSTART;TZID=Europe/Oslo:20260328T120000", "DURATION:PT24H", "2026-03-29T11:00:00", TestName = "Hours are time that passes")]
    [TestCase("DTSTART;VALUE=DATE:20260327", "X:y", "2026-03-28T00:00:00")]
    [TestCase("DTSTART:20260327T090000Z", "X:y", "2026-03-27T09:00:00")]
    [TestCase("DTSTART:99991231T090000Z", "DURATION:P9999W", "9999-12-31T09:00:00")]
    public void The_end_follows_from_the_duration(string start, string duration, string utc) =>
        Assert.That(RecurrenceTests.Event(start, duration).End!.ToUtc(TimeZoneInfo.Utc).ToString("s"), Is.EqualTo(utc));

    [TestCase("SUMMARY:a\n b", "ab")]
    [TestCase("SUMMARY:a\n\tb", "ab")]
    [TestCase("SUMMARY:a\nb is not folded", "a\nb is not folded", TestName = "A line without a name continues")]
    [TestCase("SUMMARY;X=\"a;b:c\":d", "d")]
    [TestCase("SUMMARY;X=\"a:b", "b")]
    [TestCase("summary:a\\Nb\\x", "a\nb\\x")]
    [TestCase("SUMMARY:", "")]
    public void Lines_of_any_quality_are_read(string lines, string expected) => Assert.That(RecurrenceTests.Event(lines).Summary, Is.EqualTo(expected));

    [TestCase("ATTENDEE;CN=a^nb^'c^^:mailto:x@y.example", "x@y.example", "a\nb\"c^")]
    [TestCase("ATTENDEE;EMAIL=x@y.example:urn:uuid:1", "x@y.example", null)]
    [TestCase("ATTENDEE:invalid:nomail", "invalid:nomail", null)]
    [TestCase("ATTENDEE:mailto:x@y.example?subject=a", "x@y.example", null)]
    [TestCase("ATTENDEE:x@y.example", "x@y.example", null)]
    public void Attendees_of_any_form_are_read(string line, string address, string? name)
    {
        var user = RecurrenceTests.Event(line).Attendees.Single();

        Assert.That((user.Address, user.Name), Is.EqualTo((address, name)));
    }

    [Test]
    public void Components_without_an_end_are_read()
    {
        var calendar = CalendarReader.Read("junk\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:a\r\nEND:VCALENDAR\r\n")!;

        Assert.That(calendar.Events.Single().Summary, Is.EqualTo("a"));
        Assert.That(CalendarReader.Read("no calendar"), Is.Null);
        Assert.That(CalendarReader.Read(""), Is.Null);
    }

    [Test]
    public void Changed_occurrences_are_apart_from_the_series()
    {
        var calendar = CalendarReader.Read(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20260105T090000Z\nSUMMARY:changed\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTART:20260101T090000Z\nRRULE:FREQ=DAILY\nSUMMARY:series\nEND:VEVENT\nEND:VCALENDAR")!;

        Assert.That(calendar.Main!.Summary, Is.EqualTo("series"));
        Assert.That(calendar.Events[0].RecurrenceId!.Local, Is.EqualTo(new DateTime(2026, 1, 5, 9, 0, 0)));
    }

    /// <summary>Damages the invitation at random places: everything is read without an exception.</summary>
    [Test]
    public void Damaged_calendars_are_read()
    {
        var random = new Random(83);
        string[] scraps = ["\n", "\r\n ", ":", ";", "\"", "=", ",", "\\", "BEGIN:VEVENT\n", "END:VEVENT\n", "RRULE:FREQ=DAILY;BYSETPOS=-1\n", "DTSTART:99991231T235959Z\n", "EXDATE:00010101\n", "\uD800", "\0", "99999999", "-"];
        for (var i = 0; i < 3_000; i++)
        {
            var text = Invitation;
            for (var times = random.Next(1, 12); times > 0; times--)
            {
                var at = random.Next(text.Length);
                text = random.Next(3) == 0 ? text.Remove(at, Math.Min(random.Next(40), text.Length - at)) : text.Insert(at, scraps[random.Next(scraps.Length)]);
            }

            foreach (var one in CalendarReader.Read(text)?.Events ?? [])
            {
                Assert.That(one.Occurrences(5, TimeZoneInfo.Utc), Has.Count.LessThanOrEqualTo(5));
                Assert.That(one.End?.ToUtc(TimeZoneInfo.Utc).Kind ?? DateTimeKind.Utc, Is.EqualTo(DateTimeKind.Utc));
            }
        }
    }
}
