using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>The appointments that cached messages contain.</summary>
[Category(Tier.Engines)]
public sealed class AppointmentTests : WebMailboxFixture
{
    private int _first;
    private int _changed;
    private int _reply;

    [OneTimeSetUp]
    public async Task Deliver()
    {
        Append("first", Invitation("REQUEST", 0, "NEEDS-ACTION"));
        Append("changed", Invitation("REQUEST", 1, "NEEDS-ACTION"));
        Append("reply", Invitation("REPLY", 1, "DECLINED"));
        var account = await AskAsync<int>("GetCurrentAccountId");
        await AskAsync("SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = account }));
        (_first, _changed, _reply) = (await IdOfAsync("first"), await IdOfAsync("changed"), await IdOfAsync("reply"));
    }

    [Test]
    public async Task A_message_says_whether_it_has_an_appointment_and_what_its_sender_wants()
    {
        var invitation = await AskAsync<EMailEntity>("GetEMail", ("Id", _first));
        var reply = await AskAsync<EMailEntity>("GetUnsanitizedEMail", ("Id", _reply), ("IncludeAttachments", true));
        var other = await AskAsync<EMailEntity>("GetEMail", ("Id", ItemId));

        Assert.That((invitation.HasCalendarData, invitation.CalMethod, invitation.CalReplyStatus), Is.EqualTo((true, CalMethod.Request, CalReplyStatus.Unknown)));
        Assert.That((reply.HasCalendarData, reply.CalMethod, reply.CalReplyStatus), Is.EqualTo((true, CalMethod.Reply, CalReplyStatus.Declined)));
        Assert.That((other.HasCalendarData, other.CalMethod), Is.EqualTo((false, CalMethod.Unknown)));
    }

    [Test]
    public async Task The_appointment_is_read_and_a_later_one_supersedes_it()
    {
        var found = await AskAsync<EMailAppointment>("GetEmailAppointment", ("MailItemId", _first));
        var later = await AskAsync<EMailAppointment>("GetEmailAppointment", ("MailItemId", _changed));

        Assert.That((found.DtStart, found.DtEnd), Is.EqualTo((new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc), new DateTime(2026, 11, 23, 10, 0, 0, DateTimeKind.Utc))));
        Assert.That((found.CalMethod, found.Sequence, found.Comment), Is.EqualTo((CalMethod.Request, 0, "Bring coffee")));
        Assert.That(found.Participants, Is.EqualTo(new[] { "carl@test.example", "dora@test.example", "anna@test.example" }));
        Assert.That((found.Appointment!.Title, found.Appointment.Location, found.Appointment.RecurringPattern), Is.EqualTo(("Planning", "Room 1", RecurrencePattern.Weekly)));
        Assert.That((found.Superseded, later.Superseded), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Its_recurrence_has_the_rule_and_the_dates()
    {
        var found = await AskAsync<RecurrenceInfo>("GetEmailAppointmentRecurrence", ("MailItemId", _first));

        Assert.That((found.IsRecurrence, found.RecurrenceEndType, found.RecurrenceCounter), Is.EqualTo((true, RecurrenceEndType.Counter, 6)));
        Assert.That((found.WeekPattern!.Weekdays, found.WeekPattern.Cycle), Is.EqualTo((Weekday.Monday | Weekday.Wednesday, 1)));
        Assert.That(found.Dates!.Select(date => date.Date.Day), Is.EqualTo(new[] { 23, 25, 30, 2, 7, 9 }));
    }

    [Test]
    public async Task A_participant_is_found_in_the_address_book_or_in_the_appointment()
    {
        var associate = await AskAsync<Person>("GetParticipantInfoFromEmailAddress", ("EmailAddress", "anna@test.example"), ("AppointmentId", _first));
        var stranger = await AskAsync<Person>("GetParticipantInfoFromEmailAddress", ("EmailAddress", "DORA@test.example"), ("AppointmentId", _first));
        await RefusedAsync(404, "GetParticipantInfoFromEmailAddress", ("EmailAddress", "nobody@test.example"), ("AppointmentId", _first));

        Assert.That(associate.AssociateId, Is.EqualTo(SoapTestServer.Anna));
        Assert.That((stranger.PersonId, stranger.FullName), Is.EqualTo((0, "Dora D.")));
    }

    [Test]
    public async Task A_message_without_an_appointment_is_an_error()
    {
        var error = await RefusedAsync(404, "GetEmailAppointment", ("MailItemId", ItemId));
        var empty = await AskAsync<EMailAppointment>("CreateDefaultEMailAppointment");

        Assert.That(error.Message, Is.EqualTo($"Message {ItemId} contains no appointment."));
        Assert.That((empty.Appointment!.Title, empty.Participants!.Length), Is.EqualTo(("", 0)));
    }

    private static string Invitation(string method, int sequence, string status) =>
        $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:meeting@test.example\r\nSEQUENCE:{sequence}\r\nDTSTAMP:20261101T080000Z\r\n"
        + "DTSTART;TZID=Europe/Oslo:20261123T100000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=6\r\nSUMMARY:Planning\r\nLOCATION:Room 1\r\n"
        + $"COMMENT:Bring coffee\r\nORGANIZER;CN=Carl:mailto:carl@test.example\r\nATTENDEE;CN=\"Dora D.\";PARTSTAT={status}:mailto:dora@test.example\r\n"
        + "ATTENDEE:mailto:anna@test.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    private void Append(string name, string calendar) => Mailbox.Inbox.Append(System.Text.Encoding.UTF8.GetBytes(
        $"From: Carl <carl@test.example>\r\nMessage-ID: <{name}@test.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
        + $"--b\r\nContent-Type: text/plain\r\n\r\ntext\r\n--b\r\nContent-Type: text/calendar; charset=utf-8\r\n\r\n{calendar}\r\n--b--\r\n"));

    private async Task<int> IdOfAsync(string name) => (await AskAsync<EMailEntity>("GetMailFromMessageId", ("MessageId", name + "@test.example"))).EmailItemId;
}
