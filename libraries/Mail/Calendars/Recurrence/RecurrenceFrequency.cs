namespace Services83.EMail.Mail.Calendars.Recurrence;

/// <summary><c>FREQ</c> of a rule, from the longest period to the shortest.</summary>
public enum RecurrenceFrequency
{
    Yearly,
    Monthly,
    Weekly,
    Daily,
    Hourly,
    Minutely,
    Secondly,
}
