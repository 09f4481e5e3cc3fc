namespace Services83.EMail.Mail.Calendars;

/// <summary>An organizer or attendee (RFC 5545, 3.8.4.1 and 3.8.4.3). Codes are in capital letters and may be ones that the RFC does not
/// have.</summary>
/// <param name="Address">The e-mail address; if the calendar has none, the address as written.</param>
public sealed record CalendarUser(string Address)
{
    /// <summary><c>CN</c>; null if there is none.</summary>
    public string? Name { get; init; }

    /// <summary><c>CUTYPE</c>: <c>INDIVIDUAL</c>, <c>GROUP</c>, <c>RESOURCE</c>, <c>ROOM</c>.</summary>
    public string Type { get; init; } = "INDIVIDUAL";

    /// <summary><c>CHAIR</c>, <c>REQ-PARTICIPANT</c>, <c>OPT-PARTICIPANT</c>, <c>NON-PARTICIPANT</c>.</summary>
    public string Role { get; init; } = "REQ-PARTICIPANT";

    /// <summary><c>PARTSTAT</c>: <c>NEEDS-ACTION</c>, <c>ACCEPTED</c>, <c>DECLINED</c>, <c>TENTATIVE</c>, <c>DELEGATED</c>.</summary>
    public string Status { get; init; } = "NEEDS-ACTION";

    /// <summary><c>RSVP</c>.</summary>
    public bool IsReplyExpected { get; init; }

    /// <summary>Address of who acts for this person (<c>SENT-BY</c>); null if nobody does.</summary>
    public string? SentBy { get; init; }
}
