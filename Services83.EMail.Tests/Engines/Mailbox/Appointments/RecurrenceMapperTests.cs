using NUnit.Framework;
using Services83.EMail.Engines.Mailbox.Appointments;
using Services83.EMail.Mail.Calendars;

namespace Services83.EMail.Tests.Engines.Mailbox.Appointments;

/// <summary>Which rules of iCalendar the vendor's carrier can express.</summary>
public sealed class RecurrenceMapperTests
{
    [TestCase("FREQ=DAILY;INTERVAL=3", "Daily EveryCyclicDay 3")]
    [TestCase("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "Daily EveryWorkday 1")]
    [TestCase("FREQ=DAILY;BYDAY=MO,TU", "Custom")]
    [TestCase("FREQ=DAILY;BYMONTH=1", "Custom")]
    [TestCase("FREQ=WEEKLY", "Weekly Thursday 1")]
    [TestCase("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO", "Weekly Monday, Sunday 2")]
    [TestCase("FREQ=MONTHLY", "Monthly DayOfMonth 1 12 Unknown Unknown")]
    [TestCase("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31", "Monthly DayOfMonth 2 31 Unknown Unknown")]
    [TestCase("FREQ=MONTHLY;BYMONTHDAY=-1", "Custom")]
    [TestCase("FREQ=MONTHLY;BYMONTHDAY=1,15", "Custom")]
    [TestCase("FREQ=MONTHLY;BYDAY=-1FR", "Monthly WeekdayOfMonth 1 0 Friday Last")]
    [TestCase("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=3", "Monthly WeekdayOfMonth 1 0 Tuesday Third")]
    [TestCase("FREQ=MONTHLY;BYDAY=5MO", "Custom")]
    [TestCase("FREQ=YEARLY", "Yearly DayOfMonth 11 12 Unknown Unknown")]
    [TestCase("FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "Yearly WeekdayOfMonth 3 0 Sunday Second")]
    [TestCase("FREQ=YEARLY;BYDAY=20MO", "Custom")]
    [TestCase("FREQ=YEARLY;INTERVAL=4", "Custom")]
    [TestCase("FREQ=YEARLY;BYWEEKNO=5", "Custom")]
    [TestCase("FREQ=HOURLY", "Custom")]
    public void A_rule_is_a_pattern_or_custom(string rule, string expected)
    {
        var info = RecurrenceMapper.Carrier(Read($"RRULE:{rule}"), TimeZoneInfo.Utc);

        var detail = info switch
        {
            { DayPattern: { } day } => $" {day.Pattern} {day.Cycle}",
            { WeekPattern: { } week } => $" {week.Weekdays} {week.Cycle}",
            { MonthPattern: { } month } => $" {month.Pattern} {month.Cycle} {month.Day} {month.Weekday} {month.WeekOfMonth}",
            { YearPattern: { } year } => $" {year.Pattern} {year.Cycle} {year.Day} {year.Weekday} {year.WeekOfMonth}",
            _ => "",
        };
        Assert.That(info.Pattern + detail, Is.EqualTo(expected));
        Assert.That((info.IsRecurrence, info.Dates!.Length), Is.EqualTo((true, RecurrenceMapper.MaxDates)).Or.Property("Item2").GreaterThan(0));
    }

    [TestCase("RRULE:FREQ=DAILY;COUNT=3", RecurrenceEndType.Counter, 3)]
    [TestCase("RRULE:FREQ=DAILY;UNTIL=20201114T100000Z", RecurrenceEndType.EndDate, 3)]
    [TestCase("RRULE:FREQ=DAILY;COUNT=3\r\nEXDATE:20201113T100000Z", RecurrenceEndType.Counter, 2)]
    [TestCase("RDATE:20201113T100000Z", RecurrenceEndType.Unknown, 2)]
    public void The_end_and_the_dates_are_given(string lines, RecurrenceEndType end, int dates)
    {
        var info = RecurrenceMapper.Carrier(Read(lines), TimeZoneInfo.Utc);

        Assert.That((info.RecurrenceEndType, info.Dates!.Length), Is.EqualTo((end, dates)));
    }

    private static CalendarEvent Read(string lines) => CalendarReader.Read(
        $"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART:20201112T100000Z\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")!.Main!;
}
