using System.Globalization;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Calendars;
using Services83.EMail.Mail.Calendars.Times;

namespace Services83.EMail.Tests.Mail.Calendars;

/// <summary>Rules and their occurrences: those of the RFC, generated ones as another program (python-dateutil) finds them, and rules that
/// must not cost much.</summary>
public sealed class RecurrenceTests
{
    private const string Form = "yyyyMMdd'T'HHmmss";

    /// <summary>Start, rule and first occurrences, written by <c>recurrences.py</c>.</summary>
    [Test]
    public void Generated_rules_occur_when_another_program_says()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Mail", "Calendars", "Golden", "recurrences.txt"));
        var differences = lines.Select(line => line.Split('|')).Select(parts => (Line: string.Join('|', parts), Expected: parts[2], Found: ByRule(parts[0], parts[1], hasStart: parts[2].StartsWith(parts[0], StringComparison.Ordinal))))
            .Where(one => one.Found != one.Expected).Select(one => $"{one.Line}\n{one.Found}").ToList();

        Assert.That(lines, Has.Length.GreaterThanOrEqualTo(600));
        Assert.That(differences, Is.Empty, $"{differences.Count} differ");
    }

    // Examples of RFC 5545, 3.8.5.3.
    [TestCase("19970902T090000", "FREQ=DAILY;COUNT=3", "19970902T090000,19970903T090000,19970904T090000")]
    [TestCase("19970902T090000", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971001T000000Z;WKST=SU;BYDAY=TU,TH", "19970902T090000,19970904T090000,19970916T090000,19970918T090000,19970930T090000")]
    [TestCase("19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "19970805T090000,19970810T090000,19970819T090000,19970824T090000")]
    [TestCase("19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "19970805T090000,19970817T090000,19970819T090000,19970831T090000")]
    [TestCase("19970922T090000", "FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", "19970922T090000,19971020T090000,19971117T090000")]
    [TestCase("19970930T090000", "FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1", "19970930T090000,19971001T090000,19971031T090000,19971101T090000")]
    [TestCase("19970101T090000", "FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200", "19970101T090000,19970410T090000,19970719T090000,20000101T090000")]
    [TestCase("19970512T090000", "FREQ=YEARLY;BYWEEKNO=20;COUNT=3", "19970512T090000,19980511T090000,19990517T090000")]
    [TestCase("19970904T090000", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "19970904T090000,19971007T090000,19971106T090000")]
    [TestCase("20070115T090000", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "20070115T090000,20070130T090000,20070215T090000,20070315T090000,20070330T090000")]
    [TestCase("19961105T090000", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3", "19961105T090000,20001107T090000,20041102T090000")]
    public void Rules_of_the_standard(string start, string rule, string expected) => Assert.That(ByRule(start, rule, "America/New_York"), Is.EqualTo(expected));

    [Test]
    public void The_clock_of_the_zone_counts()
    {
        var calendar = Event("DTSTART;TZID=Europe/Oslo:20260327T090000", "RRULE:FREQ=DAILY;COUNT=4");

        Assert.That(
            calendar.Occurrences(9, TimeZoneInfo.Utc).Select(one => one.ToUtc(TimeZoneInfo.Utc).Hour), Is.EqualTo(new[] { 8, 8, 7, 7 }), "on 29 March the clock is set");
    }

    [Test]
    public void Dates_are_added_and_excluded()
    {
        var calendar = Event(
            "DTSTART;TZID=Europe/Oslo:20260105T090000", "RRULE:FREQ=WEEKLY;COUNT=4", "RDATE;TZID=Europe/Oslo:20260107T100000,20260112T090000", "EXDATE:20260119T080000Z", "EXDATE;VALUE=DATE:20260126");

        Assert.That(Text(calendar.Occurrences(9, TimeZoneInfo.Utc)), Is.EqualTo("20260105T090000,20260107T100000,20260112T090000"));
    }

    [Test]
    public void The_first_time_occurs_even_if_the_rule_does_not_have_it() =>
        Assert.That(Text(Event("DTSTART:20260101T090000", "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2").Occurrences(9, TimeZoneInfo.Utc)), Is.EqualTo("20260101T090000,20260105T090000,20260112T090000"));

    [Test]
    public void The_last_day_of_a_rule_is_included() =>
        Assert.That(Text(Event("DTSTART;TZID=Europe/Oslo:20260101T230000", "RRULE:FREQ=DAILY;UNTIL=20260103").Occurrences(9, TimeZoneInfo.Utc)), Is.EqualTo("20260101T230000,20260102T230000,20260103T230000"));

    [TestCase("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")]
    [TestCase("FREQ=SECONDLY;BYSETPOS=2")]
    [TestCase("FREQ=SECONDLY;INTERVAL=2147483647")]
    [TestCase("FREQ=MINUTELY;INTERVAL=1440;BYHOUR=3")]
    [TestCase("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31")]
    [TestCase("FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=100")]
    [TestCase("FREQ=DAILY;INTERVAL=2147483647")]
    [TestCase("FREQ=WEEKLY;INTERVAL=2147483647")]
    [TestCase("FREQ=YEARLY;INTERVAL=2147483647")]
    [CancelAfter(60_000)]
    public async Task A_rule_without_further_occurrences_ends(string rule, CancellationToken cancellationToken) =>
        await Task.Run(() => Assert.That(Event("DTSTART:20260101T090001", $"RRULE:{rule}").Occurrences(1000, TimeZoneInfo.Utc), Has.Count.LessThan(200)), cancellationToken).WaitAsync(cancellationToken);

    [Test]
    public void A_rule_for_every_second_of_every_day_gives_as_many_as_are_wanted()
    {
        var all = (int most) => string.Join(',', Enumerable.Range(0, most));
        var rule = $"RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR={all(24)};BYMINUTE={all(60)};BYSECOND={all(60)}";

        Assert.That(Event("DTSTART:20261231T235950", rule).Occurrences(100, TimeZoneInfo.Utc), Has.Count.EqualTo(100));
        Assert.That(Text(Event("DTSTART:20260101T000000", rule + ";BYSETPOS=-1").Occurrences(2, TimeZoneInfo.Utc)), Is.EqualTo("20260101T000000,20261231T235959"));
    }

    [TestCase("")]
    [TestCase("FREQ=SOMETIMES")]
    [TestCase("INTERVAL=2")]
    public void What_is_no_rule_is_none(string rule) => Assert.That(Event("DTSTART:20260101T090000", $"RRULE:{rule}").IsRecurring, Is.False);

    internal static CalendarEvent Event(params string[] lines) =>
        CalendarReader.Read($"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{string.Join("\r\n", lines)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")!.Events[0];

    /// <param name="hasStart">Whether the rule itself has the start as an occurrence.</param>
    /// <returns>The first eight occurrences of the rule.</returns>
    private static string ByRule(string start, string rule, string zone = "UTC", bool hasStart = true) =>
        Text(Event($"DTSTART;TZID={zone}:{start}", $"RRULE:{rule}").Occurrences(9, TimeZoneInfo.Utc).Skip(hasStart ? 0 : 1).Take(8));

    private static string Text(IEnumerable<CalendarTime> times)
    {
        var text = new StringBuilder();
        foreach (var time in times)
        {
            text.Append(text.Length > 0 ? "," : "").Append(time.Local.ToString(Form, CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
