namespace Services83.EMail.Mail.Calendars.Times;

/// <summary>What a time of a calendar means (RFC 5545, 3.3.4 and 3.3.5).</summary>
public enum CalendarTimeKind
{
    /// <summary>A day, without a time.</summary>
    Date,

    /// <summary>The time on the clock of whoever reads it.</summary>
    Floating,

    Utc,

    /// <summary>Local time of a zone.</summary>
    Zoned,
}
